"""The initial community from its files, and the invented one."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings

from humus.discussions.models import Comment, Topic
from humus.events.models import Event
from humus.organisations.models import Affiliation, Organisation, StatedFigure
from humus.pages.models import Page, Text
from humus.pages.reading import compiled_of
from humus.people.models import Person
from humus.portal.loading import PARTS
from humus.portal.models import LoadedPart, SiteSetting
from humus.search import explaining
from humus.spaces.models import Space
from humus.strategy.models import Goal, Objective, TargetValue


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: object) -> object:
    """Loaded once for the tests of this file, and taken away after them."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        call_command("initial_community", stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("loaded", "db")
class TestInitialCommunity:
    def test_every_part_is_loaded_once(self) -> None:
        counts = (Page.objects.count(), Space.objects.count(), SiteSetting.objects.count())
        out = StringIO()
        call_command("initial_community", stdout=out)
        assert out.getvalue().count("already there") == len(PARTS) == LoadedPart.objects.count()
        assert (Page.objects.count(), Space.objects.count(), SiteSetting.objects.count()) == counts

    def test_strategy_is_what_is_publicly_known(self) -> None:
        assert Goal.objects.count() == 6
        assert StatedFigure.objects.get(what="objectives").value == 24
        assert Objective.objects.filter(goal__code="E").count() == 0
        first = Objective.objects.get(code="A1")
        assert [row.value for row in first.figures.current().filter(out_of=196)] == [28]
        assert first.figures.exclude(replaced_by=None).count() > 0

    def test_each_objective_with_a_code_has_its_task_force_that_includes_it(self) -> None:
        codes = set(Objective.objects.exclude(code="").values_list("code", flat=True))
        assert codes == set(Space.objects.filter(kind="task_force").values_list("code", flat=True))
        for space in Space.objects.filter(kind="task_force"):
            included = Objective.objects.get(code=space.code).page.key
            body = Text.objects.get(page__space=space, page__depth=1, language="en").body
            assert body["content"][0]["attrs"]["page"] == included

    def test_every_space_has_a_front_page_and_every_page_three_languages(self) -> None:
        assert not Space.objects.exclude(pages__depth=1).exists()
        titled = Text.objects.filter(page__space__slug="portal", page__kind="page").values_list("page", "language")
        by_page: dict[int, set[str]] = {}
        for page, language in titled:
            by_page.setdefault(page, set()).add(language)
        assert set(map(frozenset, by_page.values())) == {frozenset({"en", "fr", "es"})}

    def test_unknown_stays_empty(self) -> None:
        assert SiteSetting.objects.as_dict()["official-website"] == ""
        assert Organisation.objects.get(slug="giz").category == ""
        assert Affiliation.objects.get(organisation__slug="grameen-credit-agricole").since is None
        assert not Objective.objects.get(code="B3").figures.exists()

    def test_figures_without_a_source_do_not_exist(self) -> None:
        assert not TargetValue.objects.filter(source="").exists()

    def test_first_event_has_its_three_afternoons(self) -> None:
        event = Event.objects.get(page__slug="cop-carbon-market-projects")
        assert [f"{one.starts_at:%d %H:%M}" for one in event.sessions.all()] == ["27 12:00", "28 12:00", "29 12:00"]
        assert event.online_tool == "MS Teams"

    def test_terms_of_the_field_are_explained_in_each_language(self) -> None:
        explainers = explaining.load()
        assert explainers.keys() == {"en", "fr", "es"}
        for language, explainer in explainers.items():
            texts = Text.objects.filter(language=language, page__space__slug="strategy")
            explained = ["".join(explainer.explain(compiled_of(text)).html) for text in texts]
            assert any('<a class="term"' in html for html in explained), language

    def test_no_account_comes_with_it(self) -> None:
        assert not Person.objects.exists()

    @pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
    @pytest.mark.parametrize(
        "path",
        ["/", "/strategy/", "/join/", "/spaces/", "/events/", "/s/portal/", "/s/task-force-a1/", "/about/help/"],
    )
    def test_main_screens_answer_in_each_language(self, client: Client, path: str, language: str) -> None:
        answer = client.get(path, HTTP_ACCEPT_LANGUAGE=language, follow=True)
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.content.decode()

    def test_invented_people_are_marked_and_only_come_into_a_demonstration(self, settings: Settings) -> None:
        settings.DEMO = False
        with pytest.raises(CommandError):
            call_command("demo_community", stdout=StringIO())
        assert not Person.objects.exists()
        settings.DEMO = True
        call_command("demo_community", stdout=StringIO())
        assert Person.objects.filter(demonstration=True).count() == Person.objects.count() == 200
        assert Organisation.objects.filter(demonstration=True).count() == 60
        assert not Page.objects.filter(demonstration=True, status="draft").exists()
        assert Topic.objects.filter(page__demonstration=True).exclude(page__comments=None).count() == 40
        assert set(Comment.objects.values_list("language", flat=True)) == {"en", "fr", "es"}
