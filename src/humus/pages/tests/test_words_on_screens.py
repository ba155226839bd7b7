"""How pages, languages and addresses are called on the screens around a page."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client

from humus.kit import richtext
from humus.pages import domain
from humus.pages.models import Page
from humus.pages.tests.test_pages import page_in

SignIn = Callable[..., Client]


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    page_in(cast, "Front", body=None)
    return page_in(cast, "Soil notes")


def french(client: Client) -> Client:
    client.cookies["language"] = "fr"
    return client


def test_page_never_published_is_called_as_its_draft_in_the_tree_and_the_bin(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    made = domain.create(actor=cast.leader, space=cast.force, parent=page, title="Où va l’humus ?", language="fr")
    leader = sign_in(cast.leader)
    assert "Où va l’humus ?" in leader.get("/s/ndcs/tree/").content.decode()
    assert "Où va l’humus ?" not in sign_in(cast.member).get("/s/ndcs/tree/").content.decode()
    domain.to_bin(actor=cast.leader, page=made)
    assert "Où va l’humus ?" in leader.get("/s/ndcs/bin/").content.decode()


def test_permanent_link_is_shown_whole_to_be_passed_on(
    cast: SimpleNamespace, page: Page, sign_in: SignIn, settings: SimpleNamespace
) -> None:
    settings.SITE_URL = "https://soils.example"
    assert f">https://soils.example/p/{page.key}/<" in sign_in(cast.member).get(f"/p/{page.key}/info/").content.decode()


def test_french_reader_sees_languages_and_changes_in_french(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    leader = french(sign_in(cast.leader))
    shown = leader.get(page.get_absolute_url()).content.decode()
    assert "L’écrire en espagnol" in shown
    assert "español" not in shown[shown.index("<main") : shown.index("</main>")]
    assert "Vous écrivez cette page en espagnol" in leader.get(f"/p/{page.key}/edit/?language=es").content.decode()
    changed = richtext.paragraphs("Soil notes text, mended.")
    domain.publish(actor=cast.leader, page=page, language="en", title="Soil notes", body=changed, base=1)
    assert '<p class="diff__tag">Modifié</p>' in leader.get(f"/p/{page.key}/compare/").content.decode()


def test_reader_of_another_language_of_the_page_is_led_to_their_own(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    reader, missing = french(sign_in(cast.member)), "pas encore écrite dans votre langue"
    shown = reader.get(page.get_absolute_url()).content.decode()
    assert missing in shown
    assert '<h1><span lang="en" dir="ltr">Soil notes</span></h1>' in shown
    words = richtext.paragraphs("Le sol.")
    domain.publish(actor=cast.leader, page=page, language="fr", title="Notes", body=words, base=0)
    shown = reader.get(f"{page.get_absolute_url()}?language=en").content.decode()
    assert missing not in shown
    assert "Vous lisez cette page en anglais." in shown
    assert 'href="?language=fr">La lire en français' in shown
