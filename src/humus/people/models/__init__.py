"""People: accounts, site roles, suspension, erasure."""

from humus.people.models.block import Block
from humus.people.models.person import Person
from humus.people.models.role import SiteRole
from humus.people.models.suspension import Suspension

__all__ = ["Block", "Person", "SiteRole", "Suspension"]
