"""The joined style sheet and scripts: complete, compressed, named by what is in them."""

from __future__ import annotations

import gzip
import re

import pytest
from django.http import Http404
from django.test import RequestFactory

from humus.kit import assets

BASE_SCRIPTS = "toast-theme-pop-confirm-suggest-copy-current-localtime-guard-offline.js"


def ask(name: str, digest: str | None = None, **headers: str):
    request = RequestFactory().get("/", headers=headers or None)
    return assets.serve(request, digest or assets.find(name).digest, name)


def test_style_sheet_is_kept_for_ever_under_its_hash():
    answer = ask("humus.css")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Content-Type"] == "text/css; charset=utf-8"


def test_address_from_before_an_update_gets_todays_text_without_being_kept():
    answer = ask("humus.css", digest="0" * 12)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-cache")
    assert answer.content == assets.find("humus.css").body


def test_compressed_body_is_the_same_text():
    answer = ask("humus.css", accept_encoding="gzip, br")
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == assets.find("humus.css").body


def test_style_sheet_names_fonts_by_hash_and_reaches_nothing_outside():
    css = assets.find("humus.css").body.decode()
    font = assets.find("vollkorn-600.woff2").address("vollkorn-600.woff2")
    assert f'url("{font}")' in css
    assert {url.split(":")[0] for url in re.findall(r'url\("([^"]+)"', css)} == {font, "data"}


def test_first_visit_stays_light():
    weight = {name: len(assets.find(name).packed) for name in ("humus.css", BASE_SCRIPTS)}
    weight["font"] = len(assets.find("vollkorn-600.woff2").body)
    assert weight["humus.css"] < 18_000
    assert weight[BASE_SCRIPTS] < 5_000
    assert weight["font"] < 35_000


def test_what_few_screens_need_is_a_sheet_of_its_own():
    sheet = assets.find("meetings.css")
    assert ".month__day" in sheet.body.decode()
    assert ".month__day" not in assets.find("humus.css").body.decode()
    assert sheet.type.startswith("text/css")
    for name in ("nothing.css", "../events.css"):
        with pytest.raises(Http404):
            assets.find(name)


def test_squeezing_keeps_strings_and_calculations():
    css = 'a { content: "a ; { b"; inline-size: calc(100% - 2 * var(--g)); } /* gone */\n\nb > c , d { color: red; }'
    assert assets.squeeze(css) == 'a{content: "a ; { b";inline-size: calc(100% - 2 * var(--g))}b>c,d{color: red}'


def test_scripts_are_joined_each_in_its_own_block():
    body = assets.find("pop-theme.js").body.decode()
    assert body.count("\n}\n{\n") == 1
    assert "import " not in body


@pytest.mark.parametrize(
    "name",
    ["nothing.js", "pop-pop.js", "../settings.py", "..-pop.js", "OFL.txt", "pop.mjs", "a.woff2", ".svg", "Pop.js"],
)
def test_unknown_names_are_not_found(name: str):
    with pytest.raises(Http404):
        ask(name, digest="0" * 12)
