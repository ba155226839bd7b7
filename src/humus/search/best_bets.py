"""Best bets: the page that the secretariat shows first for certain words."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from humus.kit.happenings import happened
from humus.pages.models import Page, Text
from humus.search.languages import fold
from humus.search.models import BestBet
from humus.search.rights import for_the_secretariat


def for_words(person: Any, words: str) -> list[dict[str, Any]]:
    """Pages chosen for exactly these words that the reader may see, with their titles."""
    if not (key := fold(words)):
        return []
    pages = Page.objects.visible_to(person).published().filter(pk__in=_chosen(key)).select_related("space")
    titles = dict(Text.objects.filter(page__in=pages).values_list("page_id", "title")) if pages else {}
    return [{"title": titles.get(page.pk, page.slug), "url": page.get_absolute_url()} for page in pages]


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
