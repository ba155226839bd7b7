"""The fields of an objective and of an event are written together with the words, in one version."""

import json
from collections.abc import Callable
from types import SimpleNamespace

from django.test import Client

from humus.pages.domain import publish
from humus.people.models import Person
from humus.strategy.models import Objective
from humus.strategy.tests.planted import excerpt, make_goal, make_objective

SignIn = Callable[[Person], Client]


def typed(objective: Objective, **changed: str) -> dict[str, str]:
    return {
        "title": "NDCs",
        "body": json.dumps(excerpt("Soil counts.")),
        "base": "1",
        "goal": str(objective.goal.pk),
        "code": "A1",
        "causes_en": "First\nSecond",
        "causes_fr": "Premier\nSecond",
    } | changed


def test_publishing_an_objective_saves_its_fields_and_keeps_them_in_the_version(
    cast: SimpleNamespace, sign_in: SignIn
) -> None:
    objective = make_objective(make_goal(), "A1")
    address = f"/p/{objective.page.key}/edit/"
    assert sign_in(cast.stranger).post(address, typed(objective)).status_code == 403
    assert sign_in(cast.secretary).post(address, typed(objective)).status_code == 302
    objective.refresh_from_db()
    assert objective.causes == {"en": "First\nSecond", "fr": "Premier\nSecond"}
    assert objective.page.versions.get(language="en", number=2).detail["causes"] == objective.causes


def test_goals_are_offered_in_the_readers_language(cast: SimpleNamespace, sign_in: SignIn) -> None:
    goal = make_goal()
    objective = make_objective(goal, "A1")
    words = excerpt("Les sols comptent.")
    publish(actor=cast.secretary, page=goal.page, language="fr", title="Mettre en route", body=words, base=0)
    client = sign_in(cast.secretary)
    client.cookies["language"] = "fr"
    assert f">{goal.code}. Mettre en route</option>" in client.get(f"/p/{objective.page.key}/edit/").content.decode()


def test_code_that_another_objective_has_is_refused_with_what_was_typed(cast: SimpleNamespace, sign_in: SignIn) -> None:
    goal = make_goal()
    make_objective(goal, "A1")
    other = make_objective(goal, "A2")
    answer = sign_in(cast.secretary).post(f"/p/{other.page.key}/edit/", typed(other, causes_en="Kept words"))
    assert answer.status_code == 400
    assert "Kept words" in answer.content.decode()
    other.refresh_from_db()
    assert other.code == "A2"
