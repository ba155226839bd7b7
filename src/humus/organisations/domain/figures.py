"""Recording what the Initiative states of itself, and correcting a mistaken row by a new one."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.organisations.models import StatedFigure


@transaction.atomic
def state(*, actor: Any, what: str, value: int, stated_on: str, source: str) -> StatedFigure:
    """Record a number with its day and source."""
    require("organisation.register", actor, None)
    figure = StatedFigure.objects.create(what=what, value=value, stated_on=stated_on, source=source, recorded_by=actor)
    happened("figure.stated", actor=actor, data={"what": what, "value": value})
    return figure


def locked(figure: StatedFigure) -> StatedFigure:
    row = StatedFigure.objects.select_for_update().get(pk=figure.pk)
    if StatedFigure.objects.filter(corrects=row).exists():
        raise DeedError(_("This figure was corrected meanwhile. Please look at the list again."))
    if row.value is None:
        raise DeedError(_("This figure was taken back. Record a new one instead."))
    return row


@transaction.atomic
def correct(
    *, actor: Any, figure: StatedFigure, reason: str, value: int | None, stated_on: str = "", source: str = ""
) -> StatedFigure:
    """A new row in the place of a mistaken one, which stays as history; without a value it is taken back."""
    require("organisation.register", actor, None)
    row = locked(figure)
    if not reason.strip():
        raise DeedError(_("Please give a reason; it stays in the records."), field="reason")
    said = {"value": value, "stated_on": stated_on or row.stated_on, "source": source or row.source}
    if value is not None and said == {name: getattr(row, name) for name in said}:
        raise DeedError(_("Nothing differs from the figure that stands."), field="value")
    # The words around a number speak of that number only.
    words = row.qualifier if value == row.value else {}
    new = StatedFigure.objects.create(
        what=row.what, qualifier=words, corrects=row, reason=reason.strip(), recorded_by=actor, **said
    )
    data = {"what": row.what, "from": row.value, "value": value, "reason": reason.strip()}
    happened("figure.corrected", actor=actor, data=data)
    return new
