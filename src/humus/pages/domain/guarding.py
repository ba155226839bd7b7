"""Keeps on every page the list of pages whose restrictions reach it, so that seeing is one condition in SQL."""

from __future__ import annotations

from humus.pages.models import Page, Restriction


def reguard(page: Page) -> None:
    """Recompute the guards of a page and all below it."""
    below = list(Page.objects.filter(path__startswith=page.path).only("pk", "parent_id", "view_guards", "edit_guards"))
    own: dict[str, set[int]] = {"view": set(), "edit": set()}
    rows = Restriction.objects.filter(page__in=[one.pk for one in below]).values_list("mode", "page_id").distinct()
    for mode, holder in rows:
        own[mode].add(holder)
    above = Page.objects.filter(pk=page.parent_id).only("pk", "view_guards", "edit_guards").first()
    known = {above.pk: above} if above else {}
    for one in below:
        parent = known.get(one.parent_id)
        for mode, field in (("view", "view_guards"), ("edit", "edit_guards")):
            inherited = list(getattr(parent, field)) if parent else []
            setattr(one, field, inherited + ([one.pk] if one.pk in own[mode] else []))
        known[one.pk] = one
    Page.objects.bulk_update(below, ["view_guards", "edit_guards"], batch_size=500)
