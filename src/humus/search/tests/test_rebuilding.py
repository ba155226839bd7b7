"""An index that another version of the platform built is brought up to date by the worker."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command

from humus.pages.models import Page
from humus.search import indexing, rebuilding
from humus.search.models import Entry, Rebuilding
from humus.search.tests.making import publish, titles


@pytest.fixture
def old(cast: SimpleNamespace) -> SimpleNamespace:
    """Entries as an older version might have written them."""
    publish(cast, cast.public, "Front", "x")
    pages = [publish(cast, cast.public, f"Termites {number}", "They build.") for number in range(3)]
    Entry.objects.filter(page__in=pages).delete()
    return SimpleNamespace(pages=pages)


def test_worker_brings_an_old_index_up_to_date_once(
    cast: SimpleNamespace, old: SimpleNamespace, django_assert_num_queries: Callable[..., Any]
) -> None:
    assert titles(cast.stranger, "termites") == []
    assert rebuilding.go_on() is True
    assert sorted(titles(cast.stranger, "termites")) == ["Termites 0", "Termites 1", "Termites 2"]
    mark = Rebuilding.objects.get()
    assert (mark.version, mark.done == mark.total, mark.ended_at is not None) == (rebuilding.VERSION, True, True)
    with django_assert_num_queries(1):
        assert rebuilding.go_on() is False


def test_next_round_goes_on_where_the_last_one_stopped(
    cast: SimpleNamespace, old: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "A_BATCH", 2)
    clock = iter(range(100))
    monkeypatch.setattr(rebuilding.time, "monotonic", lambda: float(next(clock)))
    rebuilding.go_on(seconds=2.0)
    first = Rebuilding.objects.get()
    assert (first.step, first.done, first.ended_at) == (0, 2, None)
    indexed = list(Entry.objects.filter(page__isnull=False).values_list("pk", flat=True))
    rebuilding.go_on(seconds=50.0)
    assert sorted(titles(cast.stranger, "termites")) == ["Termites 0", "Termites 1", "Termites 2"]
    assert set(indexed) <= set(Entry.objects.values_list("pk", flat=True))
    assert rebuilding.under_way() is None


def test_secretariat_is_told_how_far_it_is(cast: SimpleNamespace, old: SimpleNamespace, sign_in: Any) -> None:
    client = sign_in(cast.secretary)
    rebuilding.go_on(seconds=-1.0)
    total = Rebuilding.objects.get().total
    assert f"it has read 0 of {total} texts" in client.get("/secretariat/search/").content.decode()
    rebuilding.go_on()
    assert "it has read" not in client.get("/secretariat/search/").content.decode()


def test_what_cannot_be_indexed_keeps_nothing_else_from_it(
    cast: SimpleNamespace, old: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = indexing.index_text

    def index_text(page: Page, *rest: Any) -> None:
        if page.pk == old.pages[0].pk:
            raise ValueError("spoilt")
        right(page, *rest)

    monkeypatch.setattr(indexing, "index_text", index_text)
    rebuilding.go_on()
    assert sorted(titles(cast.stranger, "termites")) == ["Termites 1", "Termites 2"]
    assert rebuilding.under_way() is None


def test_older_process_leaves_the_index_of_a_newer_one_alone(cast: SimpleNamespace, old: SimpleNamespace) -> None:
    Rebuilding.objects.create(pk=1, version=rebuilding.VERSION + 1)
    assert rebuilding.go_on() is False
    assert titles(cast.stranger, "termites") == []


def test_command_does_it_at_once(cast: SimpleNamespace, old: SimpleNamespace) -> None:
    call_command("reindex")
    assert len(titles(cast.stranger, "termites")) == 3
    assert rebuilding.go_on() is False
