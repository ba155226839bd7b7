"""How many queries each main screen asks: a literal, the same with one of everything in its lists and with three."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from humus.organisations import settled
from humus.people.models import Person
from humus.portal import site
from tests import town

# Address, who looks (nobody: a visitor), queries of a second look.
SCREENS = [
    ("/", "", 8),
    ("/", "leader", 11),
    ("/join/", "", 1),
    ("/join/", "leader", 4),
    ("/spaces/", "leader", 3),
    ("/s/ndcs/", "leader", 10),
    ("/s/ndcs/people/", "leader", 8),
    ("/s/ndcs/soil-notes/", "leader", 5),
    ("/s/ndcs/tree/", "leader", 6),
    ("/s/ndcs/bin/", "leader", 5),
    ("/organisations/", "", 11),
    ("/organisations/soil-institute/", "", 4),
    ("/organisations/soil-institute/", "leader", 8),
    ("/people/", "leader", 13),
    ("/people/{somebody}/", "", 2),
    ("/people/{somebody}/", "leader", 8),
    ("/search/?q=humus", "", 4),
    ("/search/?q=humus", "leader", 7),
    ("/strategy/", "", 1),
    ("/events/", "", 5),
    ("/me/", "leader", 8),
    ("/me/requests/", "leader", 4),
    ("/me/drafts/", "leader", 6),
    ("/me/messages/", "leader", 6),
    ("/me/notices/", "leader", 4),
    ("/me/following/", "leader", 7),
    ("/me/profile/", "leader", 2),
    ("/secretariat/", "secretary", 13),
    ("/secretariat/requests/", "secretary", 4),
    ("/secretariat/spaces/", "secretary", 3),
    ("/secretariat/pages/", "secretary", 4),
    ("/secretariat/people/", "secretary", 4),
    ("/secretariat/people/{somebody}/", "secretary", 6),
    ("/secretariat/organisations/", "secretary", 4),
    ("/secretariat/organisations/soil-institute/", "secretary", 7),
    ("/secretariat/applications/", "judge", 3),
    ("/secretariat/colleagues/", "secretary", 4),
    ("/secretariat/invitations/", "secretary", 5),
    ("/secretariat/comments/", "secretary", 6),
    ("/secretariat/messages/", "secretary", 5),
    ("/secretariat/incoming/", "secretary", 4),
    ("/secretariat/mails/", "administrator", 5),
    ("/secretariat/log/", "secretary", 6),
]


@pytest.mark.parametrize("number", [1, 3])
def test_screens_ask_the_same_for_one_of_everything_and_for_three(
    cast: SimpleNamespace, sign_in: Callable[[Person], Client], django_assert_num_queries: Any, number: int
) -> None:
    town.found(cast)
    for nth in range(number):
        town.grow(cast, nth)
    # Kept for seconds only where the site runs: a slow machine would ask again in the middle.
    site.keep(site.load())
    settled.values.keep({})
    for address, who, queries in SCREENS:
        client = sign_in(getattr(cast, who)) if who else Client()
        path = address.format(somebody=cast.somebody.key)
        assert client.get(path).status_code == 200, path
        with django_assert_num_queries(queries, info=f"{path} for {who or 'a visitor'}"):
            client.get(path)


def test_lists_are_not_empty_when_they_are_counted(cast: SimpleNamespace, sign_in: Callable[[Person], Client]) -> None:
    town.found(cast)
    town.grow(cast, 0)
    secretary, leader = sign_in(cast.secretary), sign_in(cast.leader)
    assert "Applicant 0" in sign_in(cast.judge).get("/secretariat/applications/").content.decode()
    assert "Person 0" in secretary.get("/secretariat/requests/").content.decode()
    assert "invited-0@" in secretary.get("/secretariat/invitations/").content.decode()
    assert "Because." in secretary.get("/secretariat/messages/").content.decode()
    assert "Because." in secretary.get("/secretariat/comments/").content.decode()
    assert "Letter 0" in sign_in(cast.administrator).get("/secretariat/mails/").content.decode()
    assert "<mark>Humus</mark> Institute 0" in leader.get("/search/?q=humus").content.decode()
    assert "Draft 0" in leader.get("/me/drafts/").content.decode()
    assert "Person 0" in Client().get("/organisations/soil-institute/").content.decode()
