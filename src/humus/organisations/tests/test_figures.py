"""A mistaken figure is corrected by a new row; what was said before stays in sight."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from humus.activity.models import Activity
from humus.kit.errors import DeedError
from humus.organisations.domain import figures
from humus.organisations.models import StatedFigure
from humus.people.models import Person

SignIn = Callable[[Person], Client]
SAID = {"value": "735", "stated_on": "2024", "source": "Annual report", "reason": "A digit was mistyped"}


@pytest.fixture
def stated(db: None) -> StatedFigure:
    return StatedFigure.objects.create(what="partners", value=753, stated_on="2024", source="Annual report")


def address(figure: StatedFigure) -> str:
    return f"/secretariat/figures/{figure.pk}/correct/"


def test_correction_stands_in_the_place_of_the_mistake_which_stays_to_be_read(
    cast: SimpleNamespace, sign_in: SignIn, client: Client, stated: StatedFigure
) -> None:
    assert sign_in(cast.secretary).post(address(stated), SAID).status_code == 302
    new = StatedFigure.objects.get(corrects=stated)
    assert (new.value, new.recorded_by, new.reason) == (735, cast.secretary, "A digit was mistyped")
    assert StatedFigure.objects.newest("partners") == new
    shown = client.get("/organisations/").content.decode()
    assert ("735" in shown, "753" in shown) == (True, False)
    history = client.get("/figures/").content.decode()
    assert ("735" in history, "753" in history, "A digit was mistyped" in history) == (True, True, True)
    assert cast.secretary.name not in history
    line = Activity.objects.get(verb="figure.corrected")
    assert (line.actor, line.data["from"], line.data["value"]) == (cast.secretary, 753, 735)


@pytest.mark.parametrize(("language", "typed"), [("en", "March 2026"), ("fr", "mars 2026"), ("es", "03/2026")])
def test_day_of_a_figure_is_typed_and_read_as_one_writes_days(
    cast: SimpleNamespace, sign_in: SignIn, stated: StatedFigure, language: str, typed: str
) -> None:
    browser = sign_in(cast.secretary)
    answered = browser.post(address(stated), SAID | {"stated_on": typed}, headers={"accept-language": language})
    assert answered.status_code == 302
    assert StatedFigure.objects.newest("partners").stated_on == "2026-03"  # type: ignore[union-attr]
    shown = browser.get("/figures/", headers={"accept-language": "fr"}).content.decode()
    assert "mars 2026" in shown


def test_figure_that_was_never_stated_is_taken_back(
    cast: SimpleNamespace, sign_in: SignIn, client: Client, stated: StatedFigure
) -> None:
    assert sign_in(cast.secretary).post(address(stated), SAID | {"taken_back": "on"}).status_code == 302
    assert StatedFigure.objects.newest("partners") is None
    assert "The Initiative itself states" not in client.get("/organisations/").content.decode()
    assert "Taken back" in client.get("/figures/").content.decode()


@pytest.mark.parametrize("change", [{"reason": ""}, {"value": "753"}, {"stated_on": "last year"}])
def test_correction_without_reason_change_or_day_is_refused_and_keeps_the_words(
    cast: SimpleNamespace, sign_in: SignIn, stated: StatedFigure, change: dict[str, str]
) -> None:
    refused = sign_in(cast.secretary).post(address(stated), SAID | change)
    assert refused.status_code == 422
    assert 'value="Annual report"' in refused.content.decode()
    assert StatedFigure.objects.count() == 1


def test_only_the_secretariat_corrects(cast: SimpleNamespace, sign_in: SignIn, stated: StatedFigure) -> None:
    assert sign_in(cast.leader).post(address(stated), SAID).status_code == 404
    with pytest.raises(PermissionDenied):
        figures.correct(actor=cast.leader, figure=stated, reason="r", value=1)
    assert StatedFigure.objects.count() == 1


def test_same_figure_is_not_corrected_twice(cast: SimpleNamespace, stated: StatedFigure) -> None:
    figures.correct(actor=cast.secretary, figure=stated, reason="r", value=1)
    with pytest.raises(DeedError):
        figures.correct(actor=cast.secretary, figure=stated, reason="r", value=2)
    assert StatedFigure.objects.newest("partners").value == 1  # type: ignore[union-attr]


def test_row_is_never_changed(stated: StatedFigure) -> None:
    stated.value = 1
    with pytest.raises(TypeError):
        stated.save()


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_one_and_for_three(
    cast: SimpleNamespace, sign_in: SignIn, django_assert_num_queries: Callable[..., object], rows: int
) -> None:
    for number in range(rows):
        old = StatedFigure.objects.create(what="members", value=number, stated_on="2020", source="s")
        figures.correct(actor=cast.secretary, figure=old, reason="r", value=number + 100)
    client = sign_in(cast.secretary)
    with django_assert_num_queries(3):
        assert client.get("/secretariat/figures/").status_code == 200
