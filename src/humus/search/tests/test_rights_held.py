"""What entries hold of who may see them is always what their page says."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from humus.kit import richtext
from humus.pages import domain
from humus.pages.models import File, Page
from humus.search import indexing, reading
from humus.search.models import Entry, Heading
from humus.search.tests.making import publish, titles

Said = tuple[int, str, int, int, str, list[int]]
NOWHERE = (None,) * 6


def says(page: Page) -> Said:
    return page.pk, page.kind, page.space_id, page.author_id, page.status, page.view_guards


def astray() -> list[str]:
    """Titles of entries that do not hold what their page says, or whose heading does not."""
    pages = {page.pk: says(page) for page in Page.objects.all()}
    files = dict(File.objects.filter(deleted_at=None).values_list("pk", "page_id"))
    held = {heading.pk: of(heading) for heading in Heading.objects.all()}
    return [
        entry.title
        for entry in Entry.objects.all()
        if not pages.get(entry.page_id or files.get(entry.file_id or 0, 0), NOWHERE) == of(entry) == held[entry.pk]
    ]


def of(row: Entry | Heading) -> tuple[Any, ...]:
    return row.home_id, row.home_kind, row.home_space_id, row.home_author_id, row.home_status, row.home_guards


@pytest.fixture
def written(cast: SimpleNamespace) -> SimpleNamespace:
    """A page with a second language, a file and a part of its own, a page below it, and two other places."""
    front = publish(cast, cast.public, "Front", "Welcome.")
    page = domain.create(actor=cast.secretary, space=cast.public, title="Wombats", parent=front)
    for language in ("en", "fr"):
        publish_in(cast, page, language)
    child = domain.create(actor=cast.secretary, space=cast.public, title="Burrows of wombats", parent=page)
    publish_in(cast, child, "en", "Burrows of wombats")
    uploaded = SimpleUploadedFile("wombats.txt", b"Wombats dig.")
    file = domain.upload(actor=cast.secretary, page=page, uploaded=uploaded)
    assert reading.read_files() == 1
    indexing.put(page=page.pk, part="c1", kind="comment", title="Said of wombats", language="en")
    other = publish(cast, cast.public, "Other", "Elsewhere.")
    away = publish(cast, cast.force, "Away", "Members only.")
    return SimpleNamespace(page=page, child=child, file=file, other=other, away=away)


def publish_in(cast: SimpleNamespace, page: Page, language: str, title: str = "Wombats") -> None:
    domain.publish(
        actor=cast.secretary, page=page, language=language, title=title, body=richtext.paragraphs("Wombats dig.")
    )


def seen(cast: SimpleNamespace) -> list[str]:
    return sorted(titles(cast.stranger, "wombats"))


ALL = ["Burrows of wombats", "Said of wombats", "Wombats", "wombats.txt"]


def test_what_is_held_follows_every_deed_on_a_page(cast: SimpleNamespace, written: SimpleNamespace) -> None:
    def page() -> Page:
        return Page.objects.get(pk=written.page.pk)

    assert astray() == []
    assert seen(cast) == ALL
    for deed, back in (
        (domain.archive, domain.unarchive),
        (domain.to_bin, domain.bring_back),
        (hide_from_all_but(cast.leader), open_again),
        (move_below(written.away), move_below(written.other)),
    ):
        deed(actor=cast.administrator, page=page())
        assert astray() == []
        assert seen(cast) == [], deed
        back(actor=cast.administrator, page=page())
        assert astray() == []
        assert seen(cast) == ALL, back


def hide_from_all_but(person: Any) -> Callable[..., None]:
    def hide(*, actor: Any, page: Page) -> None:
        domain.restrict(actor=actor, page=page, mode="view", people=[person])

    return hide


def open_again(*, actor: Any, page: Page) -> None:
    domain.restrict(actor=actor, page=page, mode="view")


def move_below(parent: Page) -> Callable[..., None]:
    def move(*, actor: Any, page: Page) -> None:
        domain.move(actor=actor, page=page, parent=Page.objects.get(pk=parent.pk))

    return move


def test_author_kind_and_files_are_followed_too(cast: SimpleNamespace, written: SimpleNamespace) -> None:
    Page.objects.filter(pk=written.page.pk).update(author=cast.member, kind="meeting")
    assert astray() == []
    File.objects.filter(pk=written.file.pk).update(page=written.away)
    assert astray() == []
    assert "wombats.txt" not in seen(cast)
    File.objects.filter(pk=written.file.pk).update(page=written.page)
    Page.objects.filter(pk=written.page.pk).update(kind="page")
    assert seen(cast) == ALL
    written.file.delete()
    assert astray() == []


def test_what_would_be_astray_is_noticed(cast: SimpleNamespace, written: SimpleNamespace) -> None:
    Heading.objects.filter(kind="comment").update(home_status="draft")
    assert astray() == ["Said of wombats"]


@pytest.fixture
def other() -> Iterator[Callable[[Callable[[], object]], Future[None]]]:
    """Does something on a connection of its own."""
    with ThreadPoolExecutor(1) as pool:

        def run(deed: Callable[[], object]) -> Future[None]:
            def alone() -> None:
                try:
                    deed()
                finally:
                    connection.close()

            return pool.submit(alone)

        yield run


@pytest.mark.django_db(transaction=True)
def test_page_restricted_while_its_first_entry_is_written(cast: SimpleNamespace, other: Any) -> None:
    page = publish(cast, cast.public, "Front", "Wombats dig.")
    with transaction.atomic():
        indexing.put(page=page.pk, part="c1", kind="comment", title="Said of wombats", language="en")
        restricted = other(lambda: hide_from_all_but(cast.leader)(actor=cast.administrator, page=page))
        with pytest.raises(TimeoutError):
            restricted.result(timeout=0.5)
    restricted.result(timeout=20)
    assert astray() == []
    assert titles(cast.stranger, "wombats") == []
    assert set(titles(cast.administrator, "wombats")) == {"Front", "Said of wombats"}


@pytest.mark.django_db(transaction=True)
def test_entry_written_while_its_page_is_restricted(cast: SimpleNamespace, other: Any) -> None:
    page = publish(cast, cast.public, "Front", "Wombats dig.")
    with transaction.atomic():
        hide_from_all_but(cast.leader)(actor=cast.administrator, page=page)
        said = {"part": "c1", "kind": "comment", "title": "Said of wombats", "language": "en"}
        written = other(lambda: indexing.put(page=page.pk, **said))
        with pytest.raises(TimeoutError):
            written.result(timeout=0.5)
    written.result(timeout=20)
    assert astray() == []
    assert titles(cast.stranger, "wombats") == []
