"""People: accounts, site roles, suspension, erasure."""

from humus.people.models.person import Person
from humus.people.models.role import SiteRole
from humus.people.models.suspension import Suspension

__all__ = ["Person", "SiteRole", "Suspension"]
