"""What stands around a space's front page: its people, how to join, and what higher floors add."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from humus.kit.access import may
from humus.kit.translated import pick
from humus.spaces.models import Membership, Space
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


def people_by_role(space: Space, person: Any, *, limit: int | None = None) -> list[dict[str, Any]]:
    """The roles of the space with the people one may name, and how many there are in all."""
    rows = list(space.memberships.active().select_related("person").order_by("since", "pk"))
    named = rows if person.is_authenticated else [row for row in rows if row.person.listed_at]
    regions = region_names() if any(row.region for row in rows) else {}
    for row in named:
        row.region_name = regions.get(row.region, row.region)
    groups = []
    for name, role in space.behaviour.roles.items():
        held = [row for row in named if row.role == name]
        count = sum(row.role == name for row in rows)
        shown = held[:limit] if limit else held
        groups.append({"name": name, "role": role, "rows": shown, "count": count, "unnamed": count - len(shown)})
    return groups


def standing(space: Space, person: Any) -> dict[str, Any]:
    """How the person stands to the space: roles held, requests waiting, what one may do."""
    held = roles_of(person, space) if person.is_authenticated else []
    waiting = list(space.requests.waiting().filter(person=person)) if person.is_authenticated else []
    open_ways = space.archived_at is None and space.joining != "invitation"
    return {
        "roles": [space.behaviour.roles[name].label for name in held if name in space.behaviour.roles],
        "held": held,
        "waiting": waiting,
        "can_join": open_ways and not held and not waiting,
        "can_add_role": open_ways and bool(held) and len(space.behaviour.asked_roles) > 1,
        "may_manage": person.is_authenticated and may("space.manage", person, space),
    }


def front_panel(space: Space, person: Any) -> dict[str, Any]:
    """Everything that ``spaces/parts/front_panel.html`` shows."""
    mine = standing(space, person)
    groups = people_by_role(space, person, limit=6)
    return {
        "space": space,
        "standing": mine,
        "groups": [group for group in groups if group["count"] or group["role"].power == "manage"],
        "people_count": Membership.objects.active().filter(space=space).values("person").distinct().count(),
        "to_answer": space.requests.waiting().count() if mine["may_manage"] else 0,
        "panels": extra_panels(space, person),
    }
