"""The register of organisations, their affiliation with the Initiative, and the people who belong to them."""

from humus.organisations.models.affiliation import Affiliation, Agreement
from humus.organisations.models.application import Application, ApplicationNote
from humus.organisations.models.colleague import Colleague
from humus.organisations.models.figure import StatedFigure
from humus.organisations.models.organisation import EmailDomain, Organisation
from humus.organisations.models.setting import RegisterSetting
from humus.organisations.models.term import RegisterTerm

__all__ = [
    "Affiliation",
    "Agreement",
    "Application",
    "ApplicationNote",
    "Colleague",
    "EmailDomain",
    "Organisation",
    "RegisterSetting",
    "RegisterTerm",
    "StatedFigure",
]
