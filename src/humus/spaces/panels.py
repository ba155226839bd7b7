"""What stands around a space's front page: its people, how to join, and what higher floors add."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, OuterRef, Q, Subquery, Value, When, Window
from django.db.models.functions import RowNumber

from humus.kit.access import may
from humus.kit.translated import pick
from humus.spaces.models import JoinRequest, Space
from humus.spaces.rules import roles_of


@dataclass(frozen=True)
class Panel:
    """One more panel: a template that is given ``panel`` with its data."""

    template: str
    data: dict[str, Any] = field(default_factory=dict)


Builder = Callable[[Space, Any], Panel | None]
_builders: list[tuple[str, Builder]] = []


def register(builder: Builder, *, kind: str = "") -> None:
    """Add a panel to the front of every space, or of those of one kind; None leaves it out."""
    if (kind, builder) not in _builders:
        _builders.append((kind, builder))


def extra_panels(space: Space, person: Any) -> list[Panel]:
    built = (build(space, person) for kind, build in _builders if kind in ("", space.kind))
    return [panel for panel in built if panel is not None]


def region_names() -> dict[str, str]:
    """The name of each region by its code: the regions are the spaces of that kind."""
    regions = Space.objects.filter(kind="region").order_by("code").values_list("code", "name")
    return {code: pick(name) or code for code, name in regions}


def people_by_role(space: Space, person: Any, *, most: int, skip: int = 0) -> list[dict[str, Any]]:
    """Each role with the people one may name, so many of them, and how many there are in all: one query."""
    named = Case(When(person__listed_at=None, then=1), default=0) if not person.is_authenticated else Value(0)
    region = Space.objects.filter(kind="region", code=OuterRef("region")).values("name")[:1]
    rows = (
        space.memberships.active()
        .select_related("person")
        .annotate(
            unnamed=named,
            region_names=Subquery(region),
            place=Window(RowNumber(), partition_by="role", order_by=["unnamed", "since", "pk"]),
            in_role=Window(Count("pk"), partition_by="role"),
        )
        .filter(place__gt=skip, place__lte=skip + most)
        .order_by("role", "place")
    )
    groups: dict[str, Any] = {
        name: {"name": name, "role": role, "rows": [], "count": 0} for name, role in space.behaviour.roles.items()
    }
    for row in rows:
        group = groups.get(row.role)
        if group is not None:
            group["count"] = row.in_role
            if not row.unnamed:
                row.region_name = pick(row.region_names) or row.region
                group["rows"].append(row)
    for group in groups.values():
        group["unnamed"] = group["count"] - skip - len(group["rows"])
    return list(groups.values())


def facts(space: Space, person: Any) -> dict[str, Any]:
    """How many people are here, which requests of this person wait, how many wait in all: one query."""
    waiting = JoinRequest.objects.waiting().filter(space=OuterRef("pk"))
    counted = Space.objects.filter(pk=space.pk).with_people()
    found: dict[str, Any] = counted.annotate(
        asked=ArraySubquery(waiting.filter(person_id=person.pk).values("role")),
        to_answer=Count("requests", filter=Q(requests__answered_at=None, requests__withdrawn_at=None)),
    ).values("people_count", "asked", "to_answer")[0]
    return found


def standing(space: Space, person: Any, asked: list[str] | None = None) -> dict[str, Any]:
    """How the person stands to the space: roles held, roles asked for, what one may do."""
    held = roles_of(person, space) if person.is_authenticated else []
    if asked is None and person.is_authenticated:
        asked = list(space.requests.waiting().filter(person=person).values_list("role", flat=True))
    open_ways = space.archived_at is None and space.joining != "invitation"
    return {
        "roles": [space.behaviour.roles[name].label for name in held if name in space.behaviour.roles],
        "named": [(name, space.behaviour.roles[name].label) for name in held if name in space.behaviour.roles],
        "held": held,
        "waiting": asked or [],
        "can_join": open_ways and not held and not asked,
        # One click is enough: the space is open, and there is nothing to choose or to write.
        "at_once": space.lets_in_at_once("member") and list(space.behaviour.asked_roles) == ["member"],
        "can_add_role": open_ways and bool(held) and len(space.behaviour.asked_roles) > 1,
        "may_manage": person.is_authenticated and may("space.manage", person, space),
    }


def front_panel(space: Space, person: Any) -> dict[str, Any]:
    """Everything that ``spaces/parts/front_panel.html`` shows."""
    known = facts(space, person)
    mine = standing(space, person, known["asked"])
    groups = people_by_role(space, person, most=6)
    return {
        "space": space,
        "standing": mine,
        "groups": [group for group in groups if group["count"] or group["role"].power == "manage"],
        "people_count": known["people_count"],
        "to_answer": known["to_answer"] if mine["may_manage"] else 0,
        "panels": extra_panels(space, person),
    }
