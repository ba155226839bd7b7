"""Previews of files, and films of other sites."""

from __future__ import annotations

import pytest

from humus.kit import films, richtext
from humus.kit.richtext import FileRef, RenderContext

from .harmless import faults
from .making import block, doc


def shown(node, *, media_type="application/pdf", **more):
    file = FileRef(
        key="f1",
        name="Soil <map>.x",
        url="/files/f1/",
        media_type=media_type,
        size=2048,
        preview_url="/files/f1/preview/",
    )
    context = RenderContext(files=lambda keys: {key: file for key in keys if key == "f1"}, **more)
    written = richtext.to_html(richtext.clean(doc(node)), context)
    assert faults(written) == []
    return written


@pytest.mark.parametrize(
    ("media_type", "part"),
    [
        ("application/pdf", '<img src="/files/f1/preview/" alt="" loading="lazy">'),
        ("image/png", '<img src="/files/f1/preview/"'),
        ("audio/mpeg", '<audio controls preload="none" src="/files/f1/" aria-label="Soil &lt;map&gt;.x">'),
        ("video/mp4", '<video controls preload="none" src="/files/f1/"'),
    ],
)
def test_a_file_is_shown_by_its_kind(media_type, part):
    written = shown(block("filePreview", file="f1"), media_type=media_type)
    assert part in written
    assert '<a class="file" href="/files/f1/">Soil &lt;map&gt;.x</a>' in written


@pytest.mark.parametrize("media_type", ["application/vnd.oasis.opendocument.text", "image/svg+xml", "audio/x-odd", ""])
def test_any_other_file_is_a_download(media_type):
    written = shown(block("filePreview", file="f1", caption="Plan"), media_type=media_type)
    assert not any(tag in written for tag in ("<img", "<audio", "<video"))
    assert "2.0\xa0KB" in written
    assert "<span>Plan</span>" in written


@pytest.mark.parametrize("target", ["mail", "pdf"])
def test_mail_and_print_name_the_file_and_link_the_film(target):
    assert "<img" not in shown(block("filePreview", file="f1"), target=target)
    written = shown(block("video", url="https://vimeo.com/76979871", title="Roots"), target=target)
    assert '<a href="https://vimeo.com/76979871" rel="noreferrer">Roots</a> (Vimeo)' in written
    assert "data-film" not in written


def test_a_file_that_is_gone_is_told_to_editors_and_hidden_from_readers():
    assert shown(block("filePreview", file="gone")) == ""
    assert "you may not see it" in shown(block("filePreview", file="gone"), may_edit=True)


@pytest.mark.parametrize(
    ("url", "player"),
    [
        ("https://www.youtube.com/watch?v=aqz-KE-bpKQ", "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ"),
        ("https://www.youtube.com/watch?t=3&v=aqz-KE-bpKQ&x=1", "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ"),
        ("https://youtu.be/aqz-KE-bpKQ?si=x", "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ"),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871"),
        ("https://dai.ly/x8abcde", "https://geo.dailymotion.com/player.html?video=x8abcde"),
    ],
)
def test_a_film_of_a_site_on_the_list_waits_for_its_reader(url, player):
    written = shown(block("video", url=url, title="Roots & soil"))
    assert f'data-film="{player}' in written
    assert "<iframe" not in written
    assert "Roots &amp; soil" in written


@pytest.mark.parametrize(
    "url",
    [
        "https://youtube.com.evil.example/watch?v=aqz-KE-bpKQ",
        "http://www.youtube.com/watch?v=aqz-KE-bpKQ",
        "https://www.youtube.com/watch?v=short",
        "https://evil.example/?https://youtu.be/aqz-KE-bpKQ",
        "https://vimeo.com/76979871@evil.example",
        "javascript:alert(1)//https://vimeo.com/76979871",
        "https://player.vimeo.com/video/../../x",
    ],
)
def test_any_other_address_is_a_link_at_most(url):
    assert films.film(url) is None
    written = shown(block("video", url=url), may_edit=True)
    assert "data-film" not in written
    assert "Videos of this site cannot be shown here" in written
    assert "javascript:" not in written.split(">javascript:")[0]


def test_markdown_keeps_them():
    source = richtext.clean(
        doc(
            block("filePreview", file="f1", caption='A "map"'),
            block("video", url="https://youtu.be/aqz-KE-bpKQ?a=1&b=2"),
        )
    )
    again = richtext.from_markdown(richtext.to_markdown(source))
    assert [node["attrs"] | {"id": ""} for node in again["content"]] == [
        node["attrs"] | {"id": ""} for node in source["content"]
    ]
    assert richtext.references(source).files == ("f1",)
