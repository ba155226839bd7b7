"""The strategy understood in a minute, and the way into its task forces."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from humus.kit.access import access
from humus.spaces import partnership
from humus.spaces.kinds import TASK_FORCE
from humus.spaces.models import JoinRequest, Membership
from humus.strategy.reading import Line, overview


@access(GET="anyone")
def strategy(request: HttpRequest) -> HttpResponse:
    return render(request, "strategy/overview.html", {"overview": overview(request.user)})


@access(GET="anyone")
def join(request: HttpRequest) -> HttpResponse:
    """Every objective with its task force: why it matters, who is in, a way to each role."""
    whole = overview(request.user)
    lines = [line for _goal, _page, inside in whole.goals for line in inside if line.force]
    _people(lines, request)
    context = {"overview": whole, "roles": TASK_FORCE, "forces": len(lines)}
    context["partnership"] = partnership.of(request.user)
    return render(request, "strategy/join.html", context)


def _people(lines: list[Line], request: HttpRequest) -> None:
    """Who leads and represents each task force, and where the person's own request stands: two queries."""
    forces = {line.force.pk: line.force for line in lines if line.force}
    rows = Membership.objects.active().nameable_to(request.user).filter(space__in=list(forces))
    public = rows.exclude(role="member").select_related("person").order_by("role", "since")
    waiting: set[int] = set()
    if request.user.is_authenticated:
        asked = JoinRequest.objects.waiting().filter(person=request.user, space__in=list(forces))
        waiting = set(asked.values_list("space_id", flat=True))
    for force in forces.values():
        force.leading, force.asked = [], force.pk in waiting  # type: ignore[attr-defined]
        roles = force.behaviour.roles
        force.inside = "member" in force.loaded_roles  # type: ignore[attr-defined]
        force.mine = [roles[name].label for name in force.loaded_roles if name in roles]  # type: ignore[attr-defined]
    for row in public:
        row.label = TASK_FORCE[row.role].label if row.role in TASK_FORCE else row.role  # type: ignore[attr-defined]
        forces[row.space_id].leading.append(row)  # type: ignore[attr-defined]
