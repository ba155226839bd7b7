"""Publication at a moment that was set: read from a clock, changed, taken back, and done by the worker once."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.richtext import BadDocument
from humus.pages.domain import proposing, releasing
from humus.pages.domain.proposing import locked, note_deed
from humus.pages.models import Proposal

FARTHEST = timedelta(days=2 * 365)
MOST_AT_ONCE = 200
log = logging.getLogger(__name__)


def zone_of(person: Any) -> str:
    """The zone of the person's clock; UTC where they have not said one."""
    return str(getattr(person, "time_zone", "") or "UTC")


def moment_of(written: str, zone: str, now: datetime | None = None) -> datetime:
    """“2026-12-24T08:30” on the clock of ``zone`` as a moment in UTC. An hour that the clock leaves out is refused,
    of one that it shows twice the first is taken.
    """
    now = now or timezone.now()
    try:
        clock = ZoneInfo(zone)
        local = datetime.fromisoformat(written).replace(tzinfo=clock, second=0, microsecond=0)
        moment = local.astimezone(UTC)
    except (ValueError, OverflowError, ZoneInfoNotFoundError, OSError):
        raise DeedError(_("Please give a day and an hour."), field="publish_at") from None
    if moment.astimezone(clock).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise DeedError(_("The clocks are changed then, and this hour does not exist."), field="publish_at")
    if moment <= now:
        raise DeedError(_("This moment is over. Choose a later one, or publish now."), field="publish_at")
    if moment > now + FARTHEST:
        raise DeedError(_("Choose a moment within the next two years."), field="publish_at")
    return moment


@transaction.atomic
def reschedule(*, actor: Any, proposal: Proposal, moment: datetime | None, zone: str) -> Proposal:
    """Set another moment. Without one it waits for nothing but its review; what needs none is withdrawn."""
    row = locked(proposal, *Proposal.OPEN)
    require("proposal.own", actor, row)
    row.publish_at, row.zone = moment, zone if moment else ""
    if moment is None and row.state == "ready":
        row.state = "withdrawn"
    row.save(update_fields=["publish_at", "zone", "state"])
    note_deed(row, actor, "scheduled" if moment else "unscheduled")
    return row


def publish_due() -> int:
    """Publish everything whose moment has come; how many were. One that cannot be does not keep the others back."""
    done = 0
    for row in Proposal.objects.due().order_by("publish_at", "pk")[:MOST_AT_ONCE]:
        try:
            done += _publish(row)
        except Exception:
            log.exception("a scheduled publication failed and is tried again: %s", row.key)
    return done


def _publish(row: Proposal) -> bool:
    with translation.override(row.author.language or "en"):
        try:
            with transaction.atomic():
                held = locked(row)
                if not _is_due(held):
                    return False
                releasing.publish_row(held)
                proposing.tell(held, "review.published", None, {held.author})
                return True
        except releasing.Fallen as fallen:
            return _fail(row, "void", str(fallen))
        except PermissionDenied:
            return _fail(row, "failed", _("You may no longer write this page."))
        except (DeedError, BadDocument) as refusal:
            return _fail(row, "failed", str(refusal))


def _is_due(row: Proposal) -> bool:
    if row.state not in Proposal.OPEN or row.publish_at is None or row.publish_at > timezone.now():
        return False
    if row.state == "waiting":
        raise DeedError(_("Nobody had approved it by then. It still waits for its review."))
    return True


@transaction.atomic
def _fail(row: Proposal, state: str, reason: str) -> bool:
    """Nothing is published; the author hears why. What waits for its review goes on waiting, without a moment."""
    held = locked(row)
    if held.state not in Proposal.OPEN or held.publish_at is None:
        return False
    held.state = "waiting" if held.state == "waiting" else state
    held.publish_at, held.zone = None, ""
    held.save(update_fields=["state", "publish_at", "zone"])
    note_deed(held, None, "failed", reason)
    proposing.tell(held, "review.failed", None, {held.author})
    return False
