"""Vote, change one's mind until the end, close."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from humus.discussions.models import Ballot, Choice, Poll, Topic
from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened

FEWEST, MOST, LONGEST = 2, 20, 200
LATEST = timedelta(days=366)


def make(topic: Topic, choices: list[str], *, several: bool, anonymous: bool, closes_at: datetime | None) -> Poll:
    """The poll of a discussion that has none; for the deed that begins it."""
    labels = cleaned(choices)
    check_end(closes_at)
    poll = Poll.objects.create(topic=topic, several=several, anonymous=anonymous, closes_at=closes_at)
    Choice.objects.bulk_create(Choice(poll=poll, position=place, label=label) for place, label in enumerate(labels, 1))
    return poll


def cleaned(choices: Iterable[str]) -> list[str]:
    labels = [label for label in (" ".join(one.split()) for one in choices) if label]
    if len({label.casefold() for label in labels}) != len(labels):
        raise DeedError(_("Two of the choices are the same."), field="choices")
    if not FEWEST <= len(labels) <= MOST:
        given = {"fewest": FEWEST, "most": MOST}
        raise DeedError(_("A poll has %(fewest)d to %(most)d choices, one a line.") % given, field="choices")
    if any(len(label) > LONGEST for label in labels):
        raise DeedError(_("A choice holds at most %(most)d characters.") % {"most": LONGEST}, field="choices")
    return labels


def check_end(closes_at: datetime | None) -> None:
    now = timezone.now()
    if closes_at is not None and not now < closes_at <= now + LATEST:
        raise DeedError(_("The last day to vote is from today on and within a year."), field="closes_at")


@transaction.atomic
def vote(*, actor: Any, poll: Poll, choices: Iterable[int]) -> Ballot | None:
    """One ballot a person; sent again, it takes the place of the one before. No choice at all takes it back.

    ``choices`` are ids of the poll's choices. Refuses with DeedError (field ``choices``) once the poll is closed.
    """
    require("discussion.vote", actor, poll.topic.page)
    row = Poll.objects.select_for_update(of=("self",)).get(pk=poll.pk)
    wanted = sorted(set(choices))
    if not row.is_open:
        raise DeedError(_("The poll is closed; votes are no longer taken."), field="choices")
    if set(wanted) - set(row.choices.values_list("pk", flat=True)):
        raise DeedError(_("This choice is not in the poll."), field="choices")
    if len(wanted) > 1 and not row.several:
        raise DeedError(_("Please choose one only."), field="choices")
    if not wanted:
        Ballot.objects.filter(poll=row, person=actor).delete()
        return None
    now = {"choices": wanted, "at": timezone.now()}
    ballot, _new = Ballot.objects.update_or_create(poll=row, person=actor, defaults=now)
    return ballot


@transaction.atomic
def close(*, actor: Any, poll: Poll) -> None:
    """End the poll now."""
    require("discussion.settle", actor, poll.topic.page)
    row = Poll.objects.select_for_update(of=("self",)).get(pk=poll.pk)
    if not row.is_open:
        return
    row.closes_at = timezone.now()
    row.save(update_fields=["closes_at"])
    happened("poll.closed", actor=actor, page=poll.topic.page)
    seal()


def forget(person: Any) -> None:
    """Of somebody who goes: votes still open are taken back, counted ones lose their name."""
    mine = Ballot.objects.filter(person=person)
    mine.filter(Q(poll__closes_at=None) | Q(poll__closes_at__gt=timezone.now())).delete()
    mine.update(person=None)


def seal() -> int:
    """Forget who voted in anonymous polls that are closed; how many ballots lost their name."""
    ended = Poll.objects.filter(anonymous=True, closes_at__lte=timezone.now())
    return Ballot.objects.filter(poll__in=ended.values("pk")).exclude(person=None).update(person=None)
