import json
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client

from humus.kit import richtext
from humus.library.models import Resource
from humus.pages import domain
from humus.pages.models import Page
from humus.search import finding

SignIn = Callable[..., Client]


@pytest.fixture
def draft(cast: SimpleNamespace) -> Page:
    front = domain.create(actor=cast.leader, space=cast.force, title="Front")
    domain.publish(actor=cast.leader, page=front, language="en", title="Front", body=richtext.empty())
    return domain.create(actor=cast.leader, space=cast.force, title="Soil atlas", kind="resource")


def publish(client: Client, page: Page, **fields: str) -> int:
    sent = {"title": "Soil atlas", "body": json.dumps(richtext.empty()), "base": "99"} | fields
    return client.post(f"/p/{page.key}/edit/", sent).status_code


def test_resource_shows_its_address_and_year(cast: SimpleNamespace, draft: Page, sign_in: SignIn) -> None:
    leader = sign_in(cast.leader)
    assert publish(leader, draft, address="https://example.org/atlas", year="2019") == 302
    shown = leader.get(Page.objects.get(pk=draft.pk).get_absolute_url()).content.decode()
    assert 'href="https://example.org/atlas"' in shown
    assert "2019" in shown


@pytest.mark.parametrize("bad", [{"address": "javascript:alert(1)"}, {"address": ""}, {"year": "soon"}])
def test_bad_fields_are_refused_and_nothing_is_published(
    cast: SimpleNamespace, draft: Page, sign_in: SignIn, bad: dict[str, str]
) -> None:
    leader = sign_in(cast.leader)
    assert publish(leader, draft, **({"address": "https://example.org/atlas"} | bad)) == 400
    assert (Resource.objects.count(), draft.versions.count()) == (0, 0)


def test_restoring_brings_the_fields_back(cast: SimpleNamespace, draft: Page, sign_in: SignIn) -> None:
    leader = sign_in(cast.leader)
    publish(leader, draft, address="https://example.org/first", year="2019")
    publish(leader, draft, address="https://example.org/second", year="2020")
    domain.restore(actor=cast.leader, version=draft.versions.get(number=1))
    assert Resource.objects.values_list("address", "year").get() == ("https://example.org/first", 2019)


def test_resource_is_found_by_its_kind(cast: SimpleNamespace, draft: Page, sign_in: SignIn) -> None:
    publish(sign_in(cast.leader), draft, address="https://example.org/atlas", year="2019")
    found = finding.search(cast.leader, "atlas", finding.Filters(kind="resource"))
    assert [entry.title for entry in found.entries] == ["Soil atlas"]
