"""Best bets: the page that the secretariat shows first for certain words."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from humus.kit.happenings import happened
from humus.pages import reading
from humus.pages.models import Page
from humus.search.languages import fold
from humus.search.models import BestBet
from humus.search.rights import for_the_secretariat


def for_words(person: Any, words: str) -> list[dict[str, Any]]:
    """Pages chosen for exactly these words that the reader may see, with their titles."""
    if not (key := fold(words)):
        return []
    pages = Page.objects.visible_to(person).published().filter(pk__in=_chosen(key)).select_related("space")
    return [{"title": _title(page), "url": page.get_absolute_url()} for page in reading.titled(pages)]


def every() -> list[BestBet]:
    """All of them, each with the ``title`` of its page in the reader's language."""
    bets = list(BestBet.objects.select_related("page__space", "set_by"))
    reading.titled([bet.page for bet in bets])
    for bet in bets:
        bet.title = _title(bet.page)  # type: ignore[attr-defined]
    return bets


def _title(page: Page) -> str:
    text = page.shown_text  # type: ignore[attr-defined]
    return text.title if text else page.slug


def _chosen(key: str) -> Any:
    return BestBet.objects.filter(words=key).values("page_id")


@transaction.atomic
def choose(*, actor: Any, words: str, page: Page) -> BestBet:
    for_the_secretariat(actor)
    bet, new = BestBet.objects.get_or_create(words=fold(words), page=page, defaults={"set_by": actor})
    if new:
        happened("search.bet_chosen", actor=actor, page=page, data={"words": bet.words})
    return bet


@transaction.atomic
def drop(*, actor: Any, bet: BestBet) -> None:
    for_the_secretariat(actor)
    happened("search.bet_dropped", actor=actor, page=bet.page, data={"words": bet.words})
    bet.delete()
