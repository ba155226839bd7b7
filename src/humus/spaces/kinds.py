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
    about: Label = ""
    partner_only: bool = False
    statement: bool = False
    region: bool = False
    # A role that one may ask for; the others are given by those who manage the space.
    asked: bool = False

    @property
    def powers(self) -> frozenset[str]:
        return frozenset(POWERS[: POWERS.index(self.power) + 1])


COMMUNITY = {
    "coordinator": Role(_("Coordinator"), "manage", _("Looks after the space: its people, its pages, its settings.")),
    "editor": Role(_("Editor"), "write", _("Writes and arranges every page of the space.")),
    "member": Role(
        pgettext_lazy("of a space", "Member"), "contribute", _("Takes part and adds pages of their own."), asked=True
    ),
}
READERS = COMMUNITY | {
    "member": Role(pgettext_lazy("of a space", "Member"), "read", _("Reads and follows what happens here."), asked=True)
}
TASK_FORCE = {
    "leader": Role(
        _("Task Force Leader"),
        "manage",
        _("Leads the work, answers requests to join and speaks for the task force at the meetings of leaders."),
        partner_only=True,
        statement=True,
        asked=True,
    ),
    "representative": Role(
        _("Regional Representative"),
        "write",
        _("Brings in the partners and the projects of one region."),
        partner_only=True,
        statement=True,
        region=True,
        asked=True,
    ),
    "member": Role(
        _("Team Member"), "write", _("Works with the others on the objective. Open to everyone."), asked=True
    ),
}


@dataclass(frozen=True)
class SpaceKind:
    label: Label
    plural: Label
    roles: dict[str, Role] = field(default_factory=lambda: COMMUNITY)
    icon: str = "layers"
    about: Label = ""

    @property
    def asked_roles(self) -> dict[str, Role]:
        return {name: role for name, role in self.roles.items() if role.asked}

    @property
    def leading_roles(self) -> list[str]:
        """The names of the roles that manage the space."""
        return [name for name, role in self.roles.items() if role.power == "manage"]


KINDS: dict[str, SpaceKind] = {
    "task_force": SpaceKind(
        _("Task force"),
        _("Task forces"),
        TASK_FORCE,
        "target",
        _("One for each objective of the strategy: the people who work to reach it."),
    ),
    "community": SpaceKind(
        _("Community of practice"),
        _("Communities of practice"),
        COMMUNITY,
        "leaf",
        _("Open to everyone who wants to learn from one another."),
    ),
    "region": SpaceKind(
        _("Region"), _("Regions"), COMMUNITY, "globe", _("Where the partners of one part of the world meet.")
    ),
    "project": SpaceKind(
        _("Project"),
        _("Projects"),
        COMMUNITY,
        "sprout",
        _("Teams that prepare or carry out a project."),
    ),
    "college": SpaceKind(
        _("College"),
        _("Colleges"),
        COMMUNITY,
        "organisation",
        _("Partners of one category, who speak in turn at the Forum."),
    ),
    "committee": SpaceKind(
        _("Committee"), _("Committees"), COMMUNITY, "shield", _("The bodies that decide, advise and assess.")
    ),
    "strategy": SpaceKind(
        _("Strategy"), _("Strategy"), READERS, "layers", _("Vision, mission, goals and objectives, with their figures.")
    ),
    "portal": SpaceKind(
        _("Portal"),
        _("Portal"),
        READERS,
        "home",
        _("What concerns the whole platform: help and rules."),
    ),
}

VISIBILITIES = {"public": _("Public"), "members": _("Members only"), "hidden": _("Hidden")}
JOINING = {"open": _("Open to everyone"), "request": _("On request"), "invitation": _("By invitation")}

COMMENTING = {"readers": _("Everyone who is signed in and may read"), "members": _("Only the people of the space")}

REVIEWING = {
    "nobody": _("Nobody: a page is published at once"),
    "leaders": _("One of those who manage the space"),
    "writers": _("Another person who may write every page"),
}


SUGGESTING = {
    "members": _("Only the people of the space"),
    "readers": _("Everyone who is signed in and may read"),
    "nobody": _("Nobody but those who may write"),
}


SLOW = {0: _("Not slow"), 1: _("1 minute"), 5: _("5 minutes"), 15: _("15 minutes"), 60: _("1 hour")}


def slow_choices() -> list[tuple[int, Label]]:
    return list(SLOW.items())


def visibility_choices() -> list[tuple[str, Label]]:
    return list(VISIBILITIES.items())


def joining_choices() -> list[tuple[str, Label]]:
    return list(JOINING.items())


def commenting_choices() -> list[tuple[str, Label]]:
    return list(COMMENTING.items())


def suggesting_choices() -> list[tuple[str, Label]]:
    return list(SUGGESTING.items())


def reviewing_choices() -> list[tuple[str, Label]]:
    return list(REVIEWING.items())


def choices() -> list[tuple[str, Label]]:
    return [(key, kind.label) for key, kind in KINDS.items()]
