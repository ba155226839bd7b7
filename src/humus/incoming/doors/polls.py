"""Voting by a plain reply: the number of a choice or its words, a line each; what follows is said in the discussion."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from humus.discussions.models import Choice, Poll
from humus.discussions.topics import voting
from humus.incoming import answers
from humus.incoming.doors import conversation
from humus.incoming.visit import Refused, Visit

NUMBERS = re.compile(r"\d{1,2}(?:\W{1,3}(?:(?:and|et|y|e|و)\s{1,3})?و?\d{1,2}){0,19}\W{0,3}", re.IGNORECASE)
NUMBERED = re.compile(r"\d{1,2}[.)]\s+")
EDGES = re.compile(r"^[\W_]+|[\W_]+$")


def vote(visit: Visit) -> str:
    """Count the ballot and answer with what was counted; a mail without one is a comment like any other."""
    page = conversation.page_of(visit)
    poll = Poll.objects.select_related("topic").filter(topic__page=page).first()
    if poll is None:
        raise Refused(_(conversation.GONE))
    poll.topic.page = page
    choices = list(poll.choices.all())
    chosen, rest = read(visit.letter.text, choices)
    if chosen:
        voting.vote(actor=visit.person, poll=poll, choices=[choice.pk for choice in chosen])
    visit.letter.text = rest
    url = conversation.say(visit, page) if rest or visit.letter.files or not chosen else page.get_absolute_url()
    if chosen or poll.is_open:
        answers.tell(visit, "ballot", {"chosen": chosen, "choices": choices, "page": page})
    return str(url)


def read(text: str, choices: list[Choice]) -> tuple[list[Choice], str]:
    """The choices named in the first lines, each once, and the words below them."""
    places = {choice.position: choice for choice in choices}
    labels = {_plain(choice.label): choice for choice in choices}
    chosen: dict[int, Choice] = {}
    lines = text.strip().split("\n")
    while lines and (found := _named(lines[0].strip(), places, labels)):
        chosen |= {choice.pk: choice for choice in found}
        lines.pop(0)
        while lines and not lines[0].strip():
            lines.pop(0)
    return list(chosen.values()), "\n".join(lines).strip()


def _named(line: str, places: dict[int, Choice], labels: dict[str, Choice]) -> list[Choice]:
    """Raises Refused for a number that no choice bears."""
    if found := labels.get(_plain(line)) or labels.get(_plain(NUMBERED.sub("", line, count=1))):
        return [found]
    if len(line) > 120 or not NUMBERS.fullmatch(line):
        return []
    numbers = [int(number) for number in re.findall(r"\d+", line)]
    if not set(numbers) <= set(places):
        raise Refused(
            _("The poll has no such choice. Its choices are numbered from 1 to %(last)d.") % {"last": len(places)}
        )
    return [places[number] for number in numbers]


def _plain(words: str) -> str:
    return " ".join(EDGES.sub("", words).casefold().split())
