"""Files that are made to harm are refused by name, in little time and little memory; nothing is left of them."""

from __future__ import annotations

import io
import random
import resource
import struct
import time
import zipfile
from types import SimpleNamespace
from typing import Any

import pytest

from humus.exchange import bringing
from humus.exchange.into import reading, zips
from humus.exchange.models import Parcel
from humus.exchange.tests.files import uploaded, with_part, word, zipped
from humus.kit import richtext
from humus.kit.errors import DeedError
from humus.kit.richtext.tests import making, xss_corpus
from humus.kit.richtext.tests.harmless import faults
from humus.pages.models import Draft

ENTITIES = (
    '<?xml version="1.0"?><!--{pad}--><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c SYSTEM "file:///etc/passwd">]><d>&b;&c;</d>'
)


def bomb() -> bytes:
    """A few kilobytes that claim, truly, to hold hundreds of megabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.md", "w") as file:
        for _time in range(40):
            file.write(b"0" * 1_000_000)
    return out.getvalue()


def lying_bomb() -> bytes:
    """The same, and the directory says that it is small."""
    content = bytearray(bomb())
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 1000)
    return bytes(content)


def overlapping() -> bytes:
    content = bytearray(zipped({"a.md": "a" * 500, "b.md": "b" * 500}))
    first = content.find(b"PK\x01\x02")
    second = content.find(b"PK\x01\x02", first + 4)
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    return bytes(content)


def million() -> bytes:
    entry = b"PK\x01\x02" + bytes(42)
    directory = entry * 200_000
    return directory + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(directory), 0, 0)


def million_in_the_long_form() -> bytes:
    directory = (b"PK\x01\x02" + bytes(42)) * 200_000
    long = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 200_000, 200_000, len(directory), 0)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, len(directory), 1)
    return directory + long + locator + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, 46, 0, 0)


def nameless() -> bytes:
    """The directory has a file without a name."""
    content = zipped({"a.md": "a"})
    at = content.rfind(b"PK\x01\x02")
    entry = content[at : at + 28] + bytes(2) + content[at + 30 : at + 46]
    end = content[content.rfind(b"PK\x05\x06") :]
    return content[:at] + entry + end[:12] + struct.pack("<I", len(entry)) + end[16:]


def symlink() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("a.md")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return out.getvalue()


def locked() -> bytes:
    content = bytearray(zipped({"a.md": "secret"}))
    for mark, shift in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + shift] |= 1
    return bytes(content)


def nested(times: int) -> bytes:
    body = "<w:sdt><w:sdtContent>" * times + "</w:sdtContent></w:sdt>" * times
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return with_part(
        word("x"), "word/document.xml", f'<w:document xmlns:w="{name}"><w:body>{body}</w:body></w:document>'
    )


HOSTILE: dict[str, tuple[str, Any, str]] = {
    "bomb": ("a.zip", bomb, "far too large"),
    "lying bomb": ("a.zip", lying_bomb, "damaged|too large|Nothing"),
    "overlapping": ("a.zip", overlapping, "one upon the other"),
    "million": ("a.zip", million, "too many files"),
    "million, long": ("a.zip", million_in_the_long_form, "too many files"),
    "many": ("a.zip", lambda: zipped({f"{n}.png": "" for n in range(3001)}), "too many files"),
    "many pages": ("a.zip", lambda: zipped({f"{n}.md": "" for n in range(501)}), "too many pages"),
    "deep": ("a.zip", lambda: zipped({"a/" * 12 + "b.md": "x"}), "too deep"),
    "symlink": ("a.zip", symlink, "points elsewhere"),
    "locked": ("a.zip", locked, "password"),
    "nameless": ("a.zip", nameless, "damaged"),
    "no zip": ("a.zip", lambda: b"PK\x05\x06", "damaged"),
    "empty": ("a.zip", lambda: zipped({}), "Nothing in this file"),
    "word bomb": ("a.docx", bomb, "far too large"),
    "entities": ("a.docx", lambda: with_part(word("x"), "word/document.xml", ENTITIES), "built to harm"),
    "entities behind": (
        "a.docx",
        lambda: with_part(word("x"), "word/styles.xml", ENTITIES.replace("{pad}", "x" * 9000)),
        "built to harm",
    ),
    "entities, wide": (
        "a.docx",
        lambda: with_part(word("x"), "word/document.xml", ENTITIES.encode("utf-16")),
        "built to harm",
    ),
    "macros": ("a.docx", lambda: with_part(word("x"), "word/vbaProject.bin", b"x"), "macros"),
    "no word": ("a.docx", lambda: zipped({"a.xml": "x"}), "not a Word document"),
    "deep word": ("a.docx", lambda: nested(20_000), "damaged or too large"),
    "old word": ("a.doc", lambda: b"x", "Old or macro-enabled"),
    "deep html": ("a.html", lambda: b"<div>" * 100_000, "too large"),
    "deep markdown": ("a.md", lambda: b"> " * 50_000 + b"x", "too large|too deep"),
    "signs": ("a.md", lambda: b"[" * 500_000, "too large"),
    "program": ("a.exe", lambda: b"MZ", "Please choose a Markdown"),
}
PATHS = ["../a.md", "/a.md", "C:\\a.md", "a/../../b.md", "\\\\x\\a.md", "x" * 600 + ".md"]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_by_name(name: str) -> None:
    file, make, sentence = HOSTILE[name]
    content = make()
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    with pytest.raises(DeedError, match=sentence):
        reading.read(file, io.BytesIO(content))
    assert time.perf_counter() - begun < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000, "kilobytes"


@pytest.mark.parametrize("path", PATHS)
def test_path_that_leads_out_is_refused(path: str) -> None:
    with pytest.raises(DeedError, match="forbidden path"):
        reading.read("a.zip", io.BytesIO(zipped({path: "x"})))


def test_entry_holds_no_more_than_it_promised() -> None:
    packed = zips.unpack(io.BytesIO(lying_bomb()))
    with pytest.raises(DeedError, match=r"damaged|too large"):
        packed["a.md"]


@pytest.mark.django_db
def test_refused_file_leaves_nothing(cast: SimpleNamespace, tree: SimpleNamespace, sign_in: Any) -> None:
    drafts = Draft.objects.count()
    client = sign_in(cast.member)
    for file, content in (("a.zip", bomb()), ("a.docx", HOSTILE["entities"][1]()), ("a.html", b"<div>" * 100_000)):
        answer = client.post(f"/p/{tree.top.key}/import/", {"file": uploaded(file, content)})
        assert answer.status_code == 400
        assert 'role="alert"' in answer.content.decode()
    assert not Parcel.objects.exists()
    assert Draft.objects.count() == drafts


@pytest.mark.django_db
def test_refusal_is_said_in_the_language_of_the_person(
    cast: SimpleNamespace, tree: SimpleNamespace, sign_in: Any
) -> None:
    client = sign_in(cast.member)
    answer = client.post(
        f"/p/{tree.top.key}/import/", {"file": uploaded("a.zip", bomb())}, headers={"accept-language": "fr"}
    )
    assert "serait beaucoup trop" in answer.content.decode()


@pytest.mark.django_db
def test_spoilt_page_in_a_zip_is_named_and_the_rest_kept(cast: SimpleNamespace, tree: SimpleNamespace) -> None:
    files = {"good.md": "# Good", "bad.docx": b"x", "bad.html": b"<div>" * 100_000}
    parcel = bringing.look(actor=cast.member, page=tree.top, uploaded=uploaded("a.zip", zipped(files)))
    assert [line["title"] for line in parcel.choices["shown"]] == ["Good"]
    assert sum("is left out" in notice for notice in parcel.notices) == 2


def harmless(name: str, content: str) -> None:
    bundle = reading.read(name, io.BytesIO(content.encode("utf-8", "surrogatepass")))
    for item in bundle.items:
        assert faults(richtext.to_html(item.doc, making.Shelf().context())) == []


def test_nothing_of_the_corpus_comes_through_a_web_page_or_a_markdown_file() -> None:
    for source in (*xss_corpus.HTML, *xss_corpus.MARKDOWN, *xss_corpus.TEXTS):
        for name, text in (("a.html", f"<h1>T</h1>{source}"), ("a.html", source), ("a.md", source)):
            try:
                harmless(name, text)
            except DeedError:
                assert len(text) > 1000, "only what is too large is refused"


def test_nothing_of_the_corpus_comes_through_a_word_document() -> None:
    """As words, and as the addresses of links and the names of styles."""
    import docx
    from docx.opc.constants import RELATIONSHIP_TYPE

    document: Any = docx.Document()
    for source in (*xss_corpus.HTML[:120], *xss_corpus.TEXTS):
        document.add_paragraph("".join(sign for sign in source if sign.isprintable()))
    for address in xss_corpus.URLS:
        safe = "".join(sign for sign in address if sign.isprintable())
        document.part.relate_to(safe, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    for style in document.styles:
        if style.type == 1 and not style.builtin:
            style.name = "<script>pwn()</script>"
    out = io.BytesIO()
    document.save(out)
    bundle = reading.read("a.docx", io.BytesIO(out.getvalue()))
    assert faults(richtext.to_html(bundle.items[0].doc, making.Shelf().context())) == []
    assert "pwn()" in richtext.to_text(bundle.items[0].doc), "as words they stay"


SEEDS = {
    "a.md": (
        b"# T\n\n| a | b |\n|---|---|\n| 1 | [x](y.md) |\n\n> [!NOTE]\n> n\n\n- [ ] t\n\n```\nc\n```\n"
        b":::expand title=x\nw\n:::\n"
    ),
    "a.html": (
        b"<h1>T</h1><table><tr><td colspan=2>x<td><ul><li>a</table>"
        b"<p><img src='data:image/png;base64,AA=='><a href=b>c</a>&#1;"
    ),
}


@pytest.mark.parametrize("name", [*SEEDS, "a.zip", "a.docx"])
def test_spoilt_bytes_are_read_or_refused_and_never_anything_else(name: str) -> None:
    """Bytes changed, cut out, doubled and swapped: an answer within a second of CPU (Word: a process of its own)."""
    dice = random.Random(f"spoil {name}")
    seed = SEEDS.get(name) or (word("x", "y") if name == "a.docx" else zipped({"a.md": SEEDS["a.md"], "b/c.md": "x"}))
    for _time in range(12 if name == "a.docx" else 400):
        begun = time.process_time()
        try:
            bundle = reading.read(name, io.BytesIO(spoilt(seed, dice)))
        except DeedError:
            continue
        finally:
            assert time.process_time() - begun < 1
        for item in bundle.items:
            assert richtext.clean(item.doc) == item.doc


def spoilt(seed: bytes, dice: random.Random) -> bytes:
    content = bytearray(seed)
    for _time in range(dice.randint(1, 8)):
        at, length = dice.randrange(len(content) or 1), dice.randint(1, 20)
        piece = bytes(content[at : at + length])
        change = dice.randrange(4)
        if change == 0:
            content[at : at + 1] = bytes([dice.randrange(256)])
        elif change == 1:
            del content[at : at + length]
        elif change == 2:
            content[at:at] = piece * dice.randint(1, 50)
        else:
            content[at:at] = dice.choice(
                [b"<", b">", b"&#", b"\0", b"\xff", b"]]>", b"|", b"![", b":::", b"PK\x01\x02"]
            )
    return bytes(content)
