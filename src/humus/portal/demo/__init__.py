"""An invented community for demonstrations: the same one every time, marked as such, without a database here."""

from humus.portal.demo.memberships import DemoMembership, memberships
from humus.portal.demo.organisations import DemoOrganisation, organisations
from humus.portal.demo.people import DemoPerson, people
from humus.portal.demo.texts import DemoText, texts

__all__ = [
    "DemoMembership",
    "DemoOrganisation",
    "DemoPerson",
    "DemoText",
    "memberships",
    "organisations",
    "people",
    "texts",
]
