"""What distinguishes one kind of space from another: its roles and who may hold them."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Label = str | Promise

POWERS = ("read", "contribute", "write", "manage")


@dataclass(frozen=True)
class Role:
    """A role and how far it reaches: each power includes those before it in ``POWERS``."""

    label: Label
    power: str
    partner_only: bool = False
    statement: bool = False
    region: bool = False

    @property
    def powers(self) -> frozenset[str]:
        return frozenset(POWERS[: POWERS.index(self.power) + 1])


COMMUNITY = {
    "coordinator": Role(_("Coordinator"), "manage"),
    "editor": Role(_("Editor"), "write"),
    "member": Role(pgettext_lazy("of a space", "Member"), "contribute"),
}
READERS = COMMUNITY | {"member": Role(pgettext_lazy("of a space", "Member"), "read")}
TASK_FORCE = {
    "leader": Role(_("Task Force Leader"), "manage", partner_only=True, statement=True),
    "representative": Role(_("Regional Representative"), "write", partner_only=True, statement=True, region=True),
    "member": Role(_("Team Member"), "write"),
}


@dataclass(frozen=True)
class SpaceKind:
    label: Label
    plural: Label
    roles: dict[str, Role] = field(default_factory=lambda: COMMUNITY)
    icon: str = "space"


KINDS: dict[str, SpaceKind] = {
    "portal": SpaceKind(_("Portal"), _("Portal"), READERS, "home"),
    "strategy": SpaceKind(_("Strategy"), _("Strategy"), READERS, "target"),
    "task_force": SpaceKind(_("Task force"), _("Task forces"), TASK_FORCE, "people"),
    "community": SpaceKind(_("Community of practice"), _("Communities of practice"), COMMUNITY, "leaf"),
    "region": SpaceKind(_("Region"), _("Regions"), COMMUNITY, "globe"),
    "college": SpaceKind(_("College"), _("Colleges"), COMMUNITY, "organisation"),
    "committee": SpaceKind(_("Committee"), _("Committees"), COMMUNITY, "committee"),
    "project": SpaceKind(_("Project"), _("Projects"), COMMUNITY, "sprout"),
}

VISIBILITIES = {"public": _("Public"), "members": _("Members only"), "hidden": _("Hidden")}
JOINING = {"open": _("Open to everyone"), "request": _("On request"), "invitation": _("By invitation")}


def visibility_choices() -> list[tuple[str, Label]]:
    return list(VISIBILITIES.items())


def joining_choices() -> list[tuple[str, Label]]:
    return list(JOINING.items())


def choices() -> list[tuple[str, Label]]:
    return [(key, kind.label) for key, kind in KINDS.items()]
