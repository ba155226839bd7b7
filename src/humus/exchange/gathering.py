"""From a page to a book: everything found through the reader, with few queries for many pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from humus.exchange.book import Book, Chapter, Kept
from humus.kit import richtext
from humus.kit.errors import DeedError
from humus.pages import reading
from humus.pages.models import File, Page, Text

MOST_PAGES = 2000
Progress = Callable[[int, int], None]


def pages_of(person: Any, page: Page, *, tree: bool) -> list[Page]:
    """The page and, with the tree, every published page below it that the person may see, in reading order."""
    if not tree:
        return [page]
    found = list(below(person, page).select_related("space").order_by("path")[:MOST_PAGES])
    _few_enough(len(found) + 1)
    return [page, *found]


def counted(person: Any, page: Page, *, tree: bool) -> int:
    """How many pages ``pages_of`` would find; refused where they are too many."""
    return _few_enough(below(person, page).count() + 1) if tree else 1


def below(person: Any, page: Page) -> Any:
    return Page.objects.visible_to(person).published().filter(path__startswith=page.path).exclude(pk=page.pk)


def _few_enough(count: int) -> int:
    """The same count, or a refusal."""
    if count > MOST_PAGES:
        raise DeedError(_("These are too many pages for one file: at most %(most)d.") % {"most": MOST_PAGES})
    return count


def gather(person: Any, page: Page, *, tree: bool, language: str, progress: Progress | None = None) -> Book:
    """The book in the best language there is for each page; its words for the reader are in the topmost's language."""
    pages = pages_of(person, page, tree=tree)
    texts = _texts(pages, language)
    if page.pk not in texts:
        raise DeedError(_("This page has no text yet."))
    language = texts[page.pk].language
    chapters = []
    with translation.override(language):
        for number, one in enumerate(pages):
            if one.pk in texts:
                chapters.append(_chapter(person, one, texts[one.pk], one.depth - page.depth))
            if progress:
                progress(number + 1, len(pages))
        book = Book(
            chapters=chapters,
            language=language,
            made_on=timezone.localdate(),
            site=settings.SITE_NAME,
            site_url=settings.SITE_URL,
            space=page.space.title,
            tree=tree and len(chapters) > 1,
        )
    book.files = _files(person, book)
    return book


def _texts(pages: list[Page], language: str) -> dict[int, Text]:
    found = Text.objects.filter(page__in=[page.pk for page in pages]).defer("compiled", "plain")
    return {text.page_id: text for text in found.best_for(language)}


def _chapter(person: Any, page: Page, text: Text, depth: int) -> Chapter:
    context = reading.context(person, page, text.language)
    context.target = "pdf"
    return Chapter(
        key=page.key,
        title=text.title,
        language=text.language,
        url=settings.SITE_URL + page.get_absolute_url(),
        path=page.get_absolute_url(),
        depth=depth,
        doc=text.body,
        html=richtext.to_html(text.body, context, language=text.language),
        number=text.number,
        changed_at=text.changed_at,
    )


def _files(person: Any, book: Book) -> dict[str, Kept]:
    """Every file that the pages name or show, as far as the person may see it."""
    from humus.exchange.trees import file_keys

    keys = set()
    for chapter in book.chapters:
        keys |= set(richtext.references(chapter.doc).files) | file_keys(chapter.html)
    readable = Page.objects.visible_to(person).values("pk")
    files = File.objects.filter(key__in=keys, deleted_at=None, page__in=readable).prefetch_related("versions")
    return {file.key: _kept(file) for file in files}


def _kept(file: File) -> Kept:
    newest = max(file.versions.all(), key=lambda version: version.number)
    return Kept(
        key=file.key,
        name=file.name,
        media_type=newest.media_type,
        size=newest.size,
        width=newest.width or 0,
        height=newest.height or 0,
        stored=newest.stored,
    )
