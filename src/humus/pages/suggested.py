"""What is suggested for a page, as its screens show it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from humus.kit import richtext
from humus.kit.richtext import diff, proposals
from humus.pages import domain
from humus.pages.models import Decision, Page, Suggestion

LATELY = 30
# Stands for what is no letter in a line.
LEAF = "\ufffc"


@dataclass(frozen=True)
class Change:
    """One change: ``clash`` shows the words that others have put there since, None where it simply fits."""

    unit: proposals.Unit
    html: SafeString
    clash: SafeString | None

    @property
    def id(self) -> str:
        return self.unit.id

    @property
    def spot(self) -> dict[str, str]:
        """The letters before, those that go and those that come: where an editor marks it."""
        parts = {"same": "", "removed": "", "added": ""}
        for span in self.unit.change.spans if self.unit.kind == "words" else []:
            if span.kind != "same" or not (parts["removed"] or parts["added"]):
                parts[span.kind] += "".join(node.get("text", LEAF) for node in span.content)
        return {"before": parts["same"], "gone": parts["removed"], "come": parts["added"]}


@dataclass(frozen=True)
class Offer:
    row: Suggestion
    changes: list[Change]
    text: SafeString
    mine: bool


def context_of(person: Any, page: Page, language: str, *, editor: bool) -> dict[str, Any]:
    """For an editor all that is offered; for others their own, with what became of earlier ones."""
    rows = [row for row in domain.offered(page, language) if editor or row.person_id == person.pk]
    now = _now(page, language) if rows else ("", richtext.empty())
    waiting = Suggestion.objects.filter(page=page, sent_at__isnull=False)
    decided = Decision.objects.filter(page=page, language=language).select_related("person", "decided_by", "version")
    if not editor:
        waiting, decided = waiting.filter(person=person), decided.filter(person=person)
    return {
        "offers": [_offer(row, now, mine=row.person_id == person.pk) for row in rows],
        "elsewhere": sorted(Counter(waiting.exclude(language=language).values_list("language", flat=True)).items()),
        "decided": list(decided.order_by("-pk")[:LATELY]),
        "unpublished": decided.filter(accepted=True, version=None).count() if editor else 0,
        "shown_language": language,
        "deciding": editor,
        "tab": "suggestions",
    }


def _now(page: Page, language: str) -> tuple[str, Any]:
    """The words that an accepted change is brought into."""
    shared = domain.words_in(page, language)
    if shared is not None:
        return shared[:2]
    text = page.texts.filter(language=language).first()
    return (text.title, text.body) if text else ("", richtext.empty())


def _offer(row: Suggestion, now: tuple[str, Any], *, mine: bool) -> Offer:
    found = domain.units(row)
    titles = (row.base_title, row.title)
    clashing = proposals.clashes(found, row.base_body, row.body, titles, now)
    changes = [
        Change(unit, diff.to_html([unit.change]), _there(clashing[unit.id]) if unit.id in clashing else None)
        for unit in found
    ]
    whole = diff.compare(row.base_body, proposals.with_ids_of(row.base_body, row.body), titles=titles)
    return Offer(row, changes, diff.to_html(whole, anchors=f"{row.key}-"), mine)


def _there(node: Any) -> SafeString:
    """The block as it is now; nothing where it is gone."""
    return diff.block(node) if node else SafeString("")
