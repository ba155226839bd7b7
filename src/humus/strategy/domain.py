"""Recording a figure: a new row that may replace earlier ones, which stay as history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.strategy.models import Objective, TargetValue


@transaction.atomic
def record_figure(
    *, actor: Any, objective: Objective, replaces: Sequence[TargetValue] = (), **fields: Any
) -> TargetValue:
    """Write down a figure with its source; what it replaces must be of this objective and still stand."""
    require("page.edit", actor, objective.page)
    Objective.objects.select_for_update().get(pk=objective.pk)
    standing = TargetValue.objects.current().filter(objective=objective, pk__in=[row.pk for row in replaces])
    if standing.count() != len(replaces):
        raise DeedError(
            _("One of the figures was replaced meanwhile. Please look at the history again."), field="replaces"
        )
    if fields.get("value") is None and not fields.get("text") and not replaces:
        raise DeedError(_("Give a value, or say it in words."), field="value")
    figure = TargetValue.objects.create(objective=objective, recorded_by=actor, **fields)
    figure.replaces.set(standing)
    happened(
        "strategy.figure_recorded",
        actor=actor,
        page=objective.page,
        data={"horizon": figure.horizon, "measure": figure.measure, "replaces": len(replaces)},
    )
    return figure
