"""Remembers where a page points, for “linked from” and “included in”."""

from __future__ import annotations

from humus.kit.richtext import References
from humus.pages.domain.storing import links_of
from humus.pages.models import Link, Page


def relink(page: Page, language: str, found: References) -> None:
    wanted = links_of(found)
    links = Link.objects.filter(source=page, language=language)
    have = {(kind, key): pk for pk, kind, key in links.values_list("pk", "kind", "target_key")}
    gone = [pk for pair, pk in have.items() if pair not in wanted]
    if gone:
        Link.objects.filter(pk__in=gone).delete()
    new = [
        Link(source=page, language=language, kind=kind, target_key=key) for kind, key in sorted(wanted - have.keys())
    ]
    if new:
        Link.objects.bulk_create(new)
