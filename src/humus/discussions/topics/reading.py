"""A discussion as one reader sees it, and the list of those in a space."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from humus.discussions.models import Ballot, Comment, Poll, Topic
from humus.kit.access import may
from humus.kit.statements import ask
from humus.pages.models import Page
from humus.pages.reading import titled
from humus.spaces.models import Space

NAMED = 200
COUNTED = """
SELECT c.id, c.label, count(b.id), coalesce(bool_or(b.person_id = %(me)s), false),
  (SELECT count(*) FROM discussions_ballot x WHERE x.poll_id = %(poll)s)
FROM discussions_choice c
LEFT JOIN discussions_ballot b ON b.poll_id = c.poll_id AND c.id = ANY(b.choices)
WHERE c.poll_id = %(poll)s GROUP BY c.id ORDER BY c.position
"""


@dataclass
class Bar:
    """One choice with its votes; ``share`` in per cent of the ballots."""

    pk: int
    label: str
    votes: int
    mine: bool
    share: int
    names: list[str]


def shown(page: Page, person: Any) -> dict[str, Any]:
    """What the head of a discussion asks for: one query, for a poll two more at most."""
    topic = Topic.objects.select_related("answer__author", "poll", "page__author").filter(page=page).first()
    if topic is None:
        return {}
    page.author = topic.page.author
    topic.page = page
    found: dict[str, Any] = {"topic": topic, "may_settle": may("discussion.settle", person, page)}
    found["answer"] = topic.answer if topic.answer and topic.answer.stands else None
    if topic.kind == "poll":
        found |= ballot_paper(topic.poll, person)
    return found


def ballot_paper(poll: Poll, person: Any) -> dict[str, Any]:
    """The choices with their votes. They are shown to who has voted or may not vote, and to all at the end."""
    rows = ask(COUNTED, {"poll": poll.pk, "me": person.pk or 0})
    ballots = rows[0][-1] if rows else 0
    may_vote = poll.is_open and may("discussion.vote", person, poll.topic.page)
    voted = any(mine for *_rest, mine, _ballots in rows)
    names: dict[int, list[str]] = {}
    if not poll.anonymous and person.is_authenticated and (voted or not may_vote):
        names = _names(poll)
    bars = [
        Bar(pk, label, votes, mine, round(100 * votes / ballots) if ballots else 0, names.get(pk, []))
        for pk, label, votes, mine, _ballots in rows
    ]
    return {"poll": poll, "bars": bars, "ballots": ballots, "may_vote": may_vote, "voted": voted}


def _names(poll: Poll) -> dict[int, list[str]]:
    names: dict[int, list[str]] = {}
    ballots = Ballot.objects.filter(poll=poll).exclude(person=None).select_related("person").order_by("at")
    for ballot in ballots[:NAMED]:
        for choice in ballot.choices:
            names.setdefault(choice, []).append(str(ballot.person))
    return names


def listed(space: Space, person: Any, show: str) -> Any:
    """Discussions of the space, the one last spoken in first."""
    found = Topic.objects.visible_to(person).filter(page__space=space, page__status="published")
    if show == "open":
        found = found.open()
    elif show == "answered":
        found = found.answered()
    elif show == "mine" and person.is_authenticated:
        found = found.of(person)
    standing = Comment.objects.standing().filter(page=OuterRef("pk")).order_by().values("page")
    counted = Subquery(standing.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    found = found.select_related("page__author", "page__space", "poll")
    return found.annotate(spoken=Coalesce(counted, 0)).order_by("-last_at", "-pk")


def with_titles(topics: Any) -> list[Topic]:
    """Two queries: the discussions and the titles of their pages."""
    found = list(topics)
    titled([one.page for one in found])
    return found
