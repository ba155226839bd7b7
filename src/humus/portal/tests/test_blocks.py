"""Blocks that count and list, inside a page, for the reader at hand."""

import re
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation
from django.utils.html import strip_tags

from humus.events.tests.planted import make_event
from humus.kit import richtext
from humus.kit.richtext import empty
from humus.pages.domain.planting import plant
from humus.pages.models import Page
from humus.pages.reading import context
from humus.strategy.tests.planted import make_figure, make_goal, make_objective


@pytest.fixture
def shown(cast: SimpleNamespace) -> Callable[..., str]:
    page = plant(space=cast.public, slug="front", texts={"en": ("Front", empty())})
    plant(space=cast.force, slug="front", texts={"en": ("Front", empty())})

    def render(markdown: str, person: Any = None, **options: Any) -> str:
        around = context(person or AnonymousUser(), Page.objects.get(pk=page.pk), "en", **options)
        return str(richtext.to_html(richtext.from_markdown(markdown), around))

    return render


def test_counter_counts_at_the_moment_of_reading(cast: SimpleNamespace, shown: Callable[..., str]) -> None:
    words = ":::counter of=partners"
    assert '<span class="stat__value">1</span>' in shown(words)
    cast.partner.affiliations.all().delete()
    assert '<span class="stat__value">0</span>' in shown(words)


def test_counter_of_something_else_falls_back_to_partners(shown: Callable[..., str]) -> None:
    assert "member or partner registered here" in shown(":::counter of=passwords")


@pytest.mark.parametrize("given", ["upcomingEvents space=s{}", "strategyTargets code=A{}", "counter of=people"])
def test_many_uses_cost_what_one_costs(
    cast: SimpleNamespace, shown: Callable[..., str], django_assert_max_num_queries: Callable[..., Any], given: str
) -> None:
    for number in range(3):
        make_event(cast.public, f"day-{number}")
    make_figure(make_objective(make_goal(), "A1"), "2030", 40)
    with django_assert_max_num_queries(8):
        shown("\n\n".join(f":::{given.format(number)}" for number in range(25)), cast.member)


def test_blocks_are_words_in_plain_text(cast: SimpleNamespace) -> None:
    page = plant(space=cast.public, slug="front", texts={"en": ("Front", empty())})
    make_event(cast.public, "open-day")
    make_figure(make_objective(make_goal(), "A1"), "2030", 40)
    source = ":::counter of=partners\n\n:::upcomingEvents\n\n:::strategyTargets code=A1"
    text = richtext.to_text(richtext.from_markdown(source), context(cast.member, page, "en"))
    assert "1 member or partner registered here" in text
    assert "- Open day" in text
    assert "A1 " in text
    assert ": 2030: 40" in text


def test_there_may_be_no_task_force_to_join(shown: Callable[..., str]) -> None:
    assert "No task force to join yet." in shown(":::joinTaskForces")


def test_upcoming_events_are_those_the_reader_may_see(cast: SimpleNamespace, shown: Callable[..., str]) -> None:
    make_event(cast.public, "open-day")
    make_event(cast.force, "closed-day")
    assert "Open day" in shown(":::upcomingEvents")
    assert "Closed day" not in shown(":::upcomingEvents")
    assert "Closed day" in shown(":::upcomingEvents space=ndcs", cast.member)
    assert "No event is announced." in shown(":::upcomingEvents space=ndcs", cast.stranger)


def test_figures_of_an_objective_stand_in_any_page(shown: Callable[..., str]) -> None:
    make_figure(make_objective(make_goal(), "A1"), "2030", 40)
    assert ">40</dd>" in shown(":::strategyTargets code=A1")


@pytest.mark.parametrize("target", ["mail", "pdf"])
def test_figures_of_an_objective_are_a_table_where_nothing_is_drawn(cast: SimpleNamespace, target: Any) -> None:
    page = plant(space=cast.public, slug="front", texts={"en": ("Front", empty())})
    make_figure(make_objective(make_goal(), "A1"), "2030", 40)
    reader = context(cast.member, page, "en")
    reader.target = target
    html = richtext.to_html(richtext.from_markdown(":::strategyTargets code=A1"), reader)
    assert "<svg" not in html
    assert re.search(r"<tr><th scope=.row.>[^<]+</th><td>not stated</td><td>40</td><td>not stated</td></tr>", html)


def test_figures_of_an_unknown_objective_are_a_problem_only_to_those_who_edit(
    cast: SimpleNamespace, shown: Callable[..., str]
) -> None:
    assert shown(":::strategyTargets code=Z9").strip() == ""
    assert "no objective with this code" in shown(":::strategyTargets code=Z9", cast.secretary, may_edit=True)


def test_join_block_leads_to_each_task_force(shown: Callable[..., str]) -> None:
    make_objective(make_goal(), "A1")
    assert 'href="/s/ndcs/join/"' in shown(":::joinTaskForces")


def test_on_paper_the_join_block_names_the_task_forces_alone(cast: SimpleNamespace) -> None:
    page = plant(space=cast.public, slug="front", texts={"en": ("Front", empty())})
    make_objective(make_goal(), "A1")
    body = richtext.from_markdown(":::joinTaskForces")
    html = richtext.to_html(body, replace(context(cast.member, page, "en"), target="pdf"))
    assert "/s/ndcs/" in html
    assert "Join" not in html


def test_an_organisation_in_the_line_comes_back_from_markdown() -> None:
    mentioned = {"type": "organisation", "attrs": {"organisation": "abc123", "label": "The institute"}}
    typed = {"type": "text", "text": " not :organisation[x] nor :fill[y]"}
    doc = {"type": "doc", "content": [{"type": "paragraph", "content": [mentioned, typed]}]}
    back = richtext.from_markdown(richtext.to_markdown(richtext.clean(doc)))
    assert back["content"][0]["content"] == [mentioned, typed]


def test_words_of_a_line_do_not_run_together_where_a_file_holds_it(
    shown: Callable[..., str], cast: SimpleNamespace
) -> None:
    make_event(cast.public, "open-day", kind="webinar")
    assert "Open day webinar" in " ".join(strip_tags(shown(":::upcomingEvents")).split())


def test_a_block_with_nothing_to_show_says_so_in_the_readers_language(shown: Callable[..., str]) -> None:
    with translation.override("fr"):
        assert "Il n’y a encore rien ici." in shown(":::labelledPages label=nothing")
