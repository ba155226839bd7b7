"""The strategy on screen, its figures with history, and the way into its task forces."""

from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from humus.kit.errors import DeedError
from humus.kit.richtext import paragraphs
from humus.organisations.models import StatedFigure
from humus.pages import domain as pages
from humus.pages.domain.planting import plant
from humus.people.models import Person
from humus.strategy import domain
from humus.strategy.models import Objective, TargetValue
from humus.strategy.tests.planted import excerpt, make_figure, make_goal, make_objective

SignIn = Callable[[Person], Client]


@pytest.fixture
def objective(cast: SimpleNamespace) -> Objective:
    return make_objective(make_goal(), "A1", problem={"en": "Nobody looks."}, causes={"en": "One\nTwo"})


def test_overview_says_how_many_stated_objectives_are_lacking(objective: Objective, client: Client) -> None:
    StatedFigure.objects.create(what="objectives", value=24, stated_on="2020", source="s")
    make_objective(objective.goal, "A2", words="")
    shown = client.get("/strategy/").content.decode()
    assert "states 24 objectives; the words of 1 are entered here" in shown
    assert "23 are not entered yet." in shown
    assert "Title of A2" in shown


def test_overview_without_a_strategy_says_so(db: None, client: Client) -> None:
    assert "The strategy is not entered yet" in client.get("/strategy/").content.decode()


def test_overview_speaks_the_language_of_the_reader(objective: Objective, client: Client) -> None:
    assert "Le sol compte." in client.get("/strategy/", HTTP_ACCEPT_LANGUAGE="fr").content.decode()


def test_objective_page_shows_figures_reasons_and_what_is_missing(objective: Objective, client: Client) -> None:
    make_figure(objective, "baseline", 28, out_of=196)
    shown = client.get(objective.page.get_absolute_url()).content.decode()
    assert "28 of 196" in shown
    assert "Nobody looks." in shown
    assert "<li>Two</li>" in shown
    assert "Not entered yet: consequences, activities, obstacles, success factors." in shown


def test_task_force_page_stays_true_when_the_objective_changes(
    objective: Objective, cast: SimpleNamespace, sign_in: SignIn
) -> None:
    body = {"type": "doc", "content": [{"type": "includeExcerpt", "attrs": {"page": objective.page.key}}]}
    plant(space=cast.force, slug="front", texts={"en": ("A1", body)})
    member = sign_in(cast.member)
    assert "Soil counts." in member.get("/s/ndcs/").content.decode()
    pages.publish(
        actor=cast.secretary, page=objective.page, language="en", title="NDCs", body=excerpt("Every soil counts.")
    )
    shown = member.get("/s/ndcs/").content.decode()
    assert "Every soil counts." in shown
    assert "Soil counts." not in shown


def figure(**fields: str) -> dict[str, str]:
    return {"horizon": "2030", "measure": "plans", "label_en": "Plans", "value": "40", "source": "A report"} | fields


def test_editor_records_a_figure_that_replaces_another(
    objective: Objective, cast: SimpleNamespace, sign_in: SignIn
) -> None:
    old = make_figure(objective, "2030", 30)
    address = f"/strategy/figures/{objective.page.key}/new/"
    assert sign_in(cast.stranger).get(address).status_code == 403
    secretary = sign_in(cast.secretary)
    assert secretary.get(f"{address}?replaces={old.pk}").status_code == 200
    assert secretary.post(address, figure(replaces=str(old.pk))).status_code == 302
    assert [row.value for row in objective.figures.current()] == [Decimal(40)]
    history = sign_in(cast.stranger).get(f"/strategy/figures/{objective.page.key}/").content.decode()
    assert "Replaced" in history
    assert "Sara Secretary" in history


@pytest.mark.parametrize("wrong", [{"source": ""}, {"value": "", "measure": ""}, {"measure": ""}])
def test_figure_without_source_value_or_measure_is_refused(
    objective: Objective, cast: SimpleNamespace, sign_in: SignIn, wrong: dict[str, str]
) -> None:
    address = f"/strategy/figures/{objective.page.key}/new/"
    assert sign_in(cast.secretary).post(address, figure(**wrong)).status_code == 422
    assert not TargetValue.objects.exists()


def test_figure_is_never_changed_nor_replaced_twice(objective: Objective, cast: SimpleNamespace) -> None:
    old = make_figure(objective, "2030", 30)
    with pytest.raises(TypeError):
        old.save()
    given = {"horizon": "2030", "measure": "plans", "value": 31, "source": "s"}
    domain.record_figure(actor=cast.secretary, objective=objective, replaces=[old], **given)
    with pytest.raises(DeedError):
        domain.record_figure(actor=cast.secretary, objective=objective, replaces=[old], **given)


def test_restored_version_brings_the_fields_back(objective: Objective, cast: SimpleNamespace) -> None:
    first = objective.page.versions.get(language="en", number=1)
    objective.problem = {"en": "Changed"}
    objective.save()
    pages.publish(actor=cast.secretary, page=objective.page, language="en", title="x", body=paragraphs("y"))
    pages.restore(actor=cast.secretary, version=first)
    objective.refresh_from_db()
    assert objective.problem == {"en": "Nobody looks."}


def test_join_page_offers_leading_only_to_people_of_partners(
    objective: Objective, cast: SimpleNamespace, sign_in: SignIn
) -> None:
    assert "Lead it" in sign_in(cast.representative).get("/join/").content.decode()
    shown = sign_in(cast.stranger).get("/join/").content.decode()
    assert "Lead it" not in shown
    assert "Join the team" in shown


def test_join_page_names_leaders_to_members(objective: Objective, cast: SimpleNamespace, sign_in: SignIn) -> None:
    assert "Lena Leader" in sign_in(cast.member).get("/join/").content.decode()


def test_visitor_does_not_read_names_on_the_join_page(objective: Objective, client: Client) -> None:
    assert "Lena Leader" not in client.get("/join/").content.decode()


@pytest.mark.parametrize("more", [0, 2])
@pytest.mark.parametrize(("path", "queries"), [("/strategy/", 4), ("/join/", 8)])
def test_overview_asks_the_same_for_one_objective_and_for_three(
    objective: Objective,
    cast: SimpleNamespace,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    more: int,
    path: str,
    queries: int,
) -> None:
    for number in range(more):
        make_figure(make_objective(objective.goal, f"A{number + 5}"), "2030", 5)
    client = sign_in(cast.member)
    with django_assert_num_queries(queries):
        client.get(path)


@pytest.mark.parametrize("more", [0, 2])
def test_history_asks_the_same_for_one_figure_and_for_three(
    objective: Objective, client: Client, django_assert_num_queries: DjangoAssertNumQueries, more: int
) -> None:
    for number in range(more + 1):
        make_figure(objective, "2030", number)
    with django_assert_num_queries(5):
        client.get(f"/strategy/figures/{objective.page.key}/")
