"""The attack corpus by mail, over LMTP: as subject, words, HTML, names of files and name of the writer."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client

from humus.discussions.models import Topic
from humus.incoming.models import IncomingMail
from humus.incoming.tests.writing import DOMAIN, posted, written
from humus.kit.richtext.tests import xss_corpus
from humus.kit.richtext.tests.harmless import alive, faults
from humus.pages.models import File, Page

pytestmark = pytest.mark.django_db(transaction=True)
ME = "mona.member@example.org"
NDCS = f"ndcs@{DOMAIN}"
PASS = {"Authentication_Results": "mx.example.org; dmarc=pass header.from=example.org"}
SUBJECT = "</title><img src=x onerror=pwn()> <script>pwn()</script>"
PLAIN = ["".join(sign for sign in one if sign.isprintable()) for one in xss_corpus.TEXTS]
MAILS = 2


def test_nothing_runs_that_came_by_mail(
    cast: SimpleNamespace, page: Page, sign_in: Callable[..., Client], settings: SimpleNamespace
) -> None:
    settings.MAIL_AUTHSERV = "mx.example.org"
    words = [*xss_corpus.MARKDOWN, *PLAIN]
    for number in range(MAILS):
        html = "<hr>".join(one.replace("\x00", "") for one in xss_corpus.HTML[number::MAILS])
        text = "\n\n".join(one.replace("\x00", "") for one in words[number::MAILS])
        message = written(f'"{PLAIN[number][:40]}" <{ME}>', NDCS, subject=f"{SUBJECT} {number}", **PASS)
        if number % 2:
            message.set_content(text)
            message.add_alternative(html, subtype="html")
        else:
            message.set_content(html, subtype="html")
        for one in PLAIN[number::12]:
            message.add_attachment(b"words", maintype="text", subtype="plain", filename=f"{one[:80]}.txt")
        row = posted(message, envelope=ME)
        assert row.state == "done", row.why
    assert IncomingMail.objects.count() == Topic.objects.count() == MAILS
    assert File.objects.filter(name__contains="pwn").count() > MAILS
    lena, secretary = sign_in(cast.leader), sign_in(cast.secretary)
    for topic in Topic.objects.select_related("page__space"):
        text_of = topic.page.texts.get()
        assert faults("".join(text_of.compiled["html"])) == []
        shown = lena.get(topic.page.get_absolute_url()).content.decode()
        assert shown.count("pwn") > 10
        assert alive(shown) == []
    for address in (f"/s/{page.space.slug}/discussions/", f"/p/{topic.page.key}/files/"):
        shown = secretary.get(address, follow=True).content.decode()
        assert "pwn" in shown, address
        assert alive(shown) == [], address
