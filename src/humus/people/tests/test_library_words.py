"""What the sign-in library says is said in the words and the typography of this site."""

import gettext as stock
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import allauth
import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils.translation import gettext, override
from pytest_django.fixtures import Settings

from humus.people.library_words import WORDS
from humus.people.models import Person

LIBRARY = Path(allauth.__file__).parent / "locale"


def test_every_word_is_one_that_the_library_says() -> None:
    theirs = stock.translation("django", LIBRARY, ["fr"])
    assert [word for word in WORDS if theirs.gettext(word) == word] == []


@pytest.mark.parametrize(("language", "said"), [("fr", "Adresses électroniques"), ("es", "Direcciones de correo")])
def test_our_words_win(language: str, said: str) -> None:
    with override(language):
        assert gettext("Email Addresses") == said


@pytest.mark.parametrize("address", ["/account/email/", "/account/password/set/", "/account/second-factor/"])
def test_stock_screens_keep_french_apostrophes_and_repeat_no_label(
    cast: SimpleNamespace, sign_in: Callable[[Person], Client], address: str
) -> None:
    shown = sign_in(cast.member).get(address, HTTP_ACCEPT_LANGUAGE="fr").content.decode()
    main = shown[shown.index("<main") : shown.index("</main>")]
    assert "e-mail" not in main
    assert "placeholder=" not in main
    assert not re.search(r"\w&#x27;\w|\w'\w", re.sub(r"<[^>]+>", "", main))


def test_code_comes_in_the_readers_language_from_this_site_by_its_name(
    db: None, client: Client, mailoutbox: list[EmailMessage], settings: Settings
) -> None:
    settings.SITE_NAME, settings.SITE_URL = "Terre commune", "https://terre.example"
    fields = {"name": "Nadège", "email": "nadege@example.org"}
    client.post("/account/signup/", fields, HTTP_ACCEPT_LANGUAGE="fr", HTTP_HOST="localhost")
    (mail,) = mailoutbox
    assert mail.subject == "Votre code pour Terre commune"
    assert str(mail.body).startswith("Bonjour,\n\nQuelqu’un, vous sans doute, a donné cette adresse sur Terre commune.")
    assert str(mail.body).rstrip().endswith("--\nTerre commune\nhttps://terre.example")
    assert "localhost" not in str(mail.body)
    assert "Nadège" not in str(mail.body)
