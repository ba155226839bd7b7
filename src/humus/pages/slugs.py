"""Addresses of pages within their space."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.urls.converters import SlugConverter
from django.utils.text import slugify

from humus.pages.models import Page, Redirect
from humus.spaces.models import Space

# Words that the platform itself uses after /s/<space>/.
RESERVED = frozenset(
    {
        "activity",
        "bin",
        "create",
        "discussions",
        "front",
        "join",
        "people",
        "settings",
        "tree",
        "feed",
        "calendar",
        "leave",
    }
)


class PageSlug(SlugConverter):
    """In an address: the slug of a page, which none of the platform's own words is (``front`` is the first page's)."""

    regex = rf"(?!(?:{'|'.join(sorted(RESERVED - {'front'}))})/){SlugConverter.regex}"


def plain_slug(title: str) -> str:
    """The slug of a title, whether or not another page has it."""
    wanted = slugify(title)[:100].strip("-") or "page"
    return f"{wanted}-page" if wanted in RESERVED else wanted


def free_slug(space: Space, title: str, page: Page | None = None) -> str:
    """A slug from the title that no page of the space has, or had: an old address keeps leading to its page."""
    wanted = plain_slug(title)
    taken = set(
        Page.objects.filter(space=space, slug__startswith=wanted)
        .exclude(pk=page.pk if page else None)
        .values_list("slug", flat=True)
    )
    taken |= set(
        Redirect.objects.filter(space=space, slug__startswith=wanted).exclude(page=page).values_list("slug", flat=True)
    )
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def take_slug(page: Page, space: Space, title: str) -> None:
    """Store a free address for the page, the next one where somebody takes the same at this moment."""
    while True:
        slug = free_slug(space, title, page)
        try:
            with transaction.atomic():
                Page.objects.filter(pk=page.pk).update(space=space, slug=slug)
        except IntegrityError:
            continue
        page.space, page.slug = space, slug
        return


def readdress(page: Page, title: str) -> None:
    """Give the page the address of its new title; the old one leads on."""
    old = page.slug
    if page.depth == 1 or old == plain_slug(title) or free_slug(page.space, title, page) == old:
        return
    take_slug(page, page.space, title)
    Redirect.objects.filter(space=page.space, slug=page.slug, page=page).delete()
    if page.published_at:
        Redirect.objects.get_or_create(space=page.space, slug=old, defaults={"page": page})
