"""The conversations of the invented community: who began one, and what was said below it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from humus.discussions.domain import fill
from humus.discussions.models import Comment, Topic
from humus.kit import richtext
from humus.pages.domain.planting import plant
from humus.pages.models import Label, Page
from humus.people.models import Person
from humus.portal import demo
from humus.portal.demo import DemoText
from humus.spaces.models import Space


def load(cast: list[Person]) -> int:
    spaces = {space.slug: space for space in Space.objects.all()}
    talks = [one for one in demo.texts() if one.kind == "discussion" and one.space in spaces]
    for number, one in enumerate(talks):
        _talk(one, spaces[one.space], cast[one.author], speakers(one, cast, number))
    return len(talks)


def speakers(one: DemoText, cast: list[Person], number: int) -> list[Person]:
    """Those who answer: people of the text's language, others in each conversation."""
    able = [person for index, person in enumerate(cast) if person.language == one.language and index != one.author]
    first = number * 3 % len(able)
    return able[first:] + able[:first]


def _talk(one: DemoText, space: Space, author: Person, able: list[Person]) -> None:
    opening, *answers = one.said
    begun = timezone.now() - timedelta(days=one.days_ago)
    question = one.title.rstrip().endswith("?")
    page = plant(
        space=space,
        slug=one.key,
        kind="discussion",
        texts={one.language: (one.title, richtext.from_markdown(opening))},
        language=one.language,
        actor=author,
        at=begun,
        save_detail=lambda page: Topic.objects.create(page=page, kind="question" if question else "talk"),
        demonstration=True,
    )
    Label.objects.bulk_create(Label(page=page, name=label, added_by=author) for label in one.labels)
    said = [
        _said(page, person, words, begun + timedelta(hours=5 + 7 * place))
        for place, (person, words) in enumerate(zip(able, answers, strict=False))
    ]
    Comment.objects.bulk_create(said)
    topic = Topic.objects.filter(page=page)
    topic.update(last_at=said[-1].at)
    if question and one.days_ago % 2:
        topic.update(answer=said[0], answered_at=said[-1].at, answered_by=author)


def _said(page: Page, person: Person, words: str, at: datetime) -> Comment:
    comment = Comment(page=page, author=person, language=page.language, at=at)
    fill(comment, richtext.from_markdown(words))
    return comment
