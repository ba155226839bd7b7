"""Where pages stand: make, move, copy and place them."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from humus.kit import richtext
from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.pages import kinds
from humus.pages.domain.guarding import reguard
from humus.pages.domain.locking import lock_page, lock_spaces
from humus.pages.models import Draft, Label, Page, Redirect, Text, Version
from humus.pages.slugs import take_slug
from humus.spaces import rules as space_rules
from humus.spaces.models import Space

DEEPEST = 12
LONGEST_TITLE = Text._meta.get_field("title").max_length


def front(space: Space) -> Page | None:
    """The root of the space's tree."""
    return Page.objects.filter(space=space, depth=1).first()


@transaction.atomic
def create(
    *,
    actor: Any,
    space: Space,
    parent: Page | None = None,
    kind: str = "page",
    title: str = "",
    language: str = "en",
    body: dict[str, Any] | None = None,
    slug: str = "",
    detail: dict[str, Any] | None = None,
) -> Page:
    """A new page that only its author sees until it is published, with a draft to write in.

    Without ``parent`` it goes below the front page; the first page of a space becomes its front page.
    ``detail`` is what the columns of its kind begin with.
    """
    behaviour = kinds.KINDS.get(kind)
    require((behaviour and behaviour.rule) or "space.contribute", actor, space)
    lock_spaces(space)
    parent = parent or front(space)
    if parent is not None and (parent.space_id != space.pk or parent.status == "binned"):
        raise DeedError(_("The page above is not in this space any more."), field="parent")
    if parent is not None and parent.depth >= DEEPEST:
        raise DeedError(_("The tree is already %(levels)d levels deep here.") % {"levels": DEEPEST}, field="parent")
    if behaviour is None:
        raise DeedError(_("There is no such kind of page."), field="kind")
    page = Page(space=space, parent=parent, kind=kind, language=language, author=actor)
    page.slug = page.key if parent else "front"
    _insert(page, parent)
    if parent:
        take_slug(page, space, slug or title)
    if detail and behaviour.restore:
        behaviour.restore(page, detail)
    Draft.objects.create(page=page, person=actor, language=language, title=title, body=body or richtext.empty())
    return page


def _insert(page: Page, parent: Page | None) -> None:
    if parent is None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('pages.root'))")
        Page.objects.add_root(instance=page)
        return
    page.view_guards, page.edit_guards = list(parent.view_guards), list(parent.edit_guards)
    parent.refresh_from_db()
    Page.objects.add_child(parent, instance=page)


@transaction.atomic
def move(*, actor: Any, page: Page, parent: Page) -> Page:
    """Put the page with all below it under another page, also in another space; its addresses lead on."""
    lock_spaces(page.space, parent.space)
    page, parent = lock_page(page), Page.objects.select_related("space").get(pk=parent.pk)
    require("page.organise", actor, page)
    require("space.contribute", actor, parent.space)
    if page.is_front:
        raise DeedError(_("The front page of a space stays where it is."))
    if parent.status != "published" and page.status == "published":
        raise DeedError(_("Choose a published page to move this one below."), field="parent")
    if parent.path.startswith(page.path):
        raise DeedError(_("A page cannot be moved below itself."), field="parent")
    if parent.depth + _height(page) > DEEPEST:
        raise DeedError(_("The tree would become too deep there."), field="parent")
    elsewhere = parent.space_id != page.space_id
    below = list(Page.objects.filter(path__startswith=page.path).select_related("space"))
    if elsewhere:
        for one in below:
            require("page.organise", actor, one)
        _keep_review(actor, below, parent.space)
    Page.objects.move(page, parent, pos="last-child")
    Page.objects.filter(pk=page.pk).update(parent=parent)
    if elsewhere:
        _change_space([one.pk for one in below], parent.space)
    page = Page.objects.select_related("space", "parent").get(pk=page.pk)
    reguard(page)
    happened("page.moved", actor=actor, page=page, data={"to": parent.key, "below": len(below) - 1})
    return page


def _keep_review(actor: Any, below: list[Page], space: Space) -> None:
    """Pages do not get round the review of a space by being moved into it: a reviewer brings in what others wrote."""
    if space.reviewing == "nobody":
        return
    if "manage" not in space_rules.powers(actor, space):
        raise DeedError(_("Pages of that space are approved first. Please ask those who manage it to move this page."))
    if Version.objects.filter(page__in=[one.pk for one in below], author=actor).exists():
        raise DeedError(
            _("Pages of that space are approved by somebody else than their author; you have written here.")
        )


def _height(page: Page) -> int:
    deepest = Page.objects.filter(path__startswith=page.path).order_by("-depth").values_list("depth", flat=True).first()
    return (deepest or page.depth) - page.depth + 1


def _change_space(ids: list[int], space: Space) -> None:
    for one in Page.objects.filter(pk__in=ids).select_related("space"):
        Redirect.objects.get_or_create(space=one.space, slug=one.slug, defaults={"page": one})
        Redirect.objects.filter(space=space, slug=one.slug, page=one).delete()
        take_slug(one, space, one.slug)


@transaction.atomic
def place(*, actor: Any, page: Page, after: Page | None) -> None:
    """Put the page after one of its siblings, or first of them."""
    lock_spaces(page.space)
    page = lock_page(page)
    require("page.organise", actor, page)
    siblings = list(Page.objects.filter(parent=page.parent_id).exclude(pk=page.pk))
    if after is None:
        if siblings:
            Page.objects.move(page, siblings[0], pos="left")
    else:
        left = next((one for one in siblings if one.pk == after.pk), None)
        if left is None or page.is_front:
            raise DeedError(_("These two pages do not stand side by side any more."))
        Page.objects.move(page, left, pos="right")
    happened("page.placed", actor=actor, page=page)


def _copy_of(title: str, language: str) -> str:
    """The name of a copy that stands beside what it was made from, in the language of the text."""
    with translation.override(language):
        return (_("Copy of %(title)s") % {"title": title})[:LONGEST_TITLE]


@transaction.atomic
def copy(*, actor: Any, page: Page, parent: Page, with_children: bool = False) -> Page:
    """A copy below ``parent`` with a note where it came from; only what the actor may see.

    It is published as version 1, or handed in where the space asks for a review.
    """
    from humus.pages.domain.proposing import put_forward

    require("space.contribute", actor, parent.space)
    beside = page.parent_id == parent.pk
    title = _copy_of(page.title, page.language) if beside else page.title
    twin = create(actor=actor, space=parent.space, parent=parent, kind=page.kind, title=title, language=page.language)
    behaviour = page.behaviour
    if behaviour.snapshot and behaviour.restore:
        behaviour.restore(twin, behaviour.snapshot(page))
    note = _("Copied from “%(title)s”") % {"title": page.title}
    for text in Text.objects.filter(page=page).order_by("pk"):
        heading = _copy_of(text.title, text.language) if beside else text.title
        put_forward(actor=actor, page=twin, language=text.language, title=heading, body=text.body, note=note[:250])
    Label.objects.bulk_create(Label(page=twin, name=label.name, added_by=actor) for label in page.labels.all())
    if with_children:
        for child in Page.objects.visible_to(actor).published().filter(parent=page).exclude(pk=twin.pk):
            copy(actor=actor, page=child, parent=twin, with_children=True)
    return Page.objects.select_related("space").get(pk=twin.pk)
