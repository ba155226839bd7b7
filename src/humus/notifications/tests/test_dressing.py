"""The HTML of a mail: the same words as its text, nothing of them as markup, links that show where they lead."""

from __future__ import annotations

import html
import re
from email import policy
from email.parser import BytesParser
from types import SimpleNamespace

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.template.defaultfilters import wordwrap

from humus.notifications.dressing import in_html, in_short, linked
from humus.notifications.models import OutgoingMail

LETTER = """##- To answer, write above this line -##

Hello Mona,

FOR YOU

Soil notes
* Lena Leader named you, 4 May 2026 22:30
  > Is <b>this</b> & that right?
  > A second line.
  https://example.org/comments/abc/?a=1&b=2
  Answer by mail: r+abc@mail.example.org

Here is your code:

ABCD-EFGH

--
How often these mails come: https://example.org/me/notices/habits/
"""
ARABIC = "مرحبًا منى،\n\nلديك خبر جديد: https://example.org/a-long-latin-address/that-says-nothing/\n"


def shown(text: str) -> list[str]:
    body = in_html(text, "").split("<body", 1)[1].partition(">")[2]
    return html.unescape(re.sub(r"<[^>]*>", " ", body)).replace("\xa0", " ").split()


@pytest.mark.parametrize("text", [LETTER, ARABIC])
def test_html_says_the_words_of_the_text_and_no_others(text: str) -> None:
    said = re.sub(r"(?m)^\s*(\* |> |--$)", "", re.sub(r"(?m)^  > ", "", text)).split()
    said = [in_short(word) for word in said]
    assert shown(text) == ["Humus", *said]


def test_quote_breaks_where_it_broke_and_flows_where_it_was_only_wrapped() -> None:
    long = "Could those who have dug a pit say how deep the dark horizon reached there"
    lines = "\n  > ".join(["Bring:", "boots", "a spade", "", *wordwrap(f"{long}, please?", 72).splitlines()])
    html = in_html(f"* Lena Leader named you\n  > {lines}\n", "")
    assert f"Bring:<br>boots<br>a spade<br><br>{long}, please?" in html


def test_words_are_no_markup_and_links_are_what_they_show() -> None:
    made = in_html(LETTER, "News & <more>")
    assert "<b>" not in made
    assert "<title>News &amp; &lt;more&gt;</title>" in made
    assert '<a dir="ltr" href="https://example.org/comments/abc/?a=1&amp;b=2"' in made
    assert 'href="mailto:r+abc@mail.example.org"' in made
    assert "<h2" in made
    assert not re.search(r"<(script|img|link|iframe)|url\(|javascript:", made)
    assert "javascript" not in linked("javascript:alert(1) https://example.org/).").partition("<a")[2]
    assert linked('see https://example.org/".').endswith("</a>&quot;.")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://humus.example/s/open/soil/", "https://humus.example/s/open/soil/"),
        (f"https://humus.example/unsubscribe/{'k' * 60}/", "https://humus.example/unsubscribe/kkk…"),
        (
            f"https://humus.example@{'a' * 60}.evil.example?x={'k' * 40}",
            f"https://humus.example@{'a' * 60}.evil.example?x=kkkkkkkkkkkkk…",
        ),
        (f"reply+{'m' * 60}@talk.example.org", "reply+mmmmmmmmmm…@talk.example.org"),
    ],
)
def test_a_long_address_is_shown_in_short_with_the_whole_machine_it_leads_to(address: str, shown: str) -> None:
    made = linked(address)
    assert made.endswith(f">{shown}</a>")
    way = address if address.startswith("https") else f"mailto:{address}"
    assert f'href="{way}"' in made


@pytest.mark.parametrize(("text", "way"), [(LETTER, "ltr"), (ARABIC, "rtl")])
def test_direction_follows_the_words(text: str, way: str) -> None:
    assert f'lang="{"ar" if way == "rtl" else "und"}" dir="{way}"><head>' in in_html(text, "")


def test_a_mail_that_says_its_language_is_set_in_it_whatever_it_quotes() -> None:
    made = in_html("مرحبًا Emeka\n\n* Julieta كتب\n  > Hola a todos los que miden en Litoral\n", "", "ar")
    assert 'lang="ar" dir="rtl"><head>' in made
    assert '<p class="soft" dir="auto"' in made


@pytest.mark.parametrize(
    ("words", "is_heading"),
    [
        ("POUR VOUS", True),
        ("— موجَّه إليك —", True),
        ("الأربعاء، 9 ديسمبر، 14:00 (UTC)", False),
        ("— UTC —", True),
        ("OK", False),
    ],
)
def test_headings_are_known_in_scripts_without_capitals_too(words: str, is_heading: bool) -> None:
    made = in_html(f"Hello\n\n{words}\n", "")
    assert ("<h2" in made) is is_heading
    assert words.strip("— ") in made
    assert "—" not in made.partition("</head>")[2]


@pytest.mark.django_db
def test_mails_bear_the_name_of_the_site_and_not_of_its_machine(settings: SimpleNamespace) -> None:
    settings.SITE_URL, settings.MAIL_DOMAIN = "https://site.example.org", ""
    send_mail("One", LETTER, None, ["a@example.org"])
    settings.MAIL_DOMAIN = "talk.example.org"
    send_mail("Two", LETTER, None, ["a@example.org"])
    names = [row.as_message()["Message-ID"] for row in OutgoingMail.objects.order_by("pk")]
    assert [name.partition("@")[2] for name in names] == ["site.example.org>", "talk.example.org>"]


@pytest.mark.django_db
def test_mail_goes_out_with_text_first_and_html_last() -> None:
    send_mail("Été", LETTER, None, ["a@example.org"])
    mail = BytesParser(policy=policy.default).parsebytes(bytes(OutgoingMail.objects.get().message))
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]  # type: ignore[attr-defined]
    assert OutgoingMail.objects.get().text == LETTER


@pytest.mark.django_db
def test_attachments_and_headers_stay_and_a_mail_with_html_keeps_its_own() -> None:
    one = EmailMessage("S", "Words", to=["a@example.org"], reply_to=["r@example.org"], headers={"X-Own": "yes"})
    one.attach("a.ics", "BEGIN:VCALENDAR", "text/calendar")
    two = EmailMultiAlternatives("S", "Words", to=["b@example.org"])
    two.attach_alternative("<p>Own</p>", "text/html")
    one.send()
    two.send()
    first, second = (row.as_message() for row in OutgoingMail.objects.order_by("pk"))
    assert (first["X-Own"], first["Reply-To"]) == ("yes", "r@example.org")
    assert [part.get_filename() for part in first.iter_attachments()] == ["a.ics"]
    assert second.get_body(("html",)).get_content().strip() == "<p>Own</p>"  # type: ignore[union-attr]
