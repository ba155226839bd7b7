"""PDF: one document with cover, contents, bookmarks and page numbers, tagged where that can be."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import structlog
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from humus.exchange.book import Book, Chapter
from humus.exchange.out import Made, file_name
from humus.exchange.out.fonts import folders
from humus.exchange.out.html import picture
from humus.exchange.out.quoting import quoted
from humus.exchange.out.typst_blocks import Blocks, Pictures, ids
from humus.exchange.trees import file_keys, tree
from humus.kit import confined, richtext
from humus.kit.direction import direction
from humus.kit.errors import DeedError

log = structlog.get_logger(__name__)
PRELUDE = (Path(__file__).parent / "prelude.typ").read_text(encoding="utf-8")
SECONDS = 300
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
# A single page shows its contents where there is something to leaf through.
MANY_HEADINGS = 4


def make(book: Book) -> Made:
    with tempfile.TemporaryDirectory(prefix="humus-sheet-") as name, translation.override(book.language):
        folder = Path(name)
        blocks = Blocks(_pictures(book, folder), set())
        sheet = _sheet(book, blocks)
        for drawing, content in blocks.drawings.items():
            (folder / drawing).write_bytes(content)
        (folder / "sheet.typ").write_text(sheet, encoding="utf-8")
        way = _typeset(folder) or _plainly(book, folder)
        _tell(book, way)
        return Made((folder / "sheet.pdf").read_bytes(), file_name(book, "pdf"), "application/pdf")


def _tell(book: Book, way: str) -> None:
    if way == "plain":
        book.note(_("These pages could only be laid out as plain text: their form could not be kept."))
    elif way == "tagged":
        book.note(
            _("This PDF is tagged, but not to the full standard for screen readers: some sign stands in its way.")
        )
    elif way == "untagged":
        book.note(_("This PDF is not tagged for screen readers. The web page is readable for everyone."))


def _pictures(book: Book, folder: Path) -> Pictures:
    """The pictures that are shown, as files beside the sheet."""
    found: Pictures = {}
    shown = set().union(*(file_keys(chapter.html) for chapter in book.chapters))
    for key in sorted(shown & book.files.keys()):
        kept = book.files[key]
        content, media_type = picture(kept)
        if media_type in ENDINGS:
            name = f"picture-{len(found)}.{ENDINGS[media_type]}"
            (folder / name).write_bytes(content)
            found[key] = (name, kept.width, kept.height)
    return found


def _typeset(folder: Path) -> str:
    """How it was done, or "" where it could not be."""
    try:
        done = confined.run("humus.exchange.out.typesetting", str(folder), *folders(), seconds=SECONDS)
    except subprocess.TimeoutExpired:
        log.warning("typesetting took too long")
        return ""
    if done.returncode:
        log.warning("typesetting failed", why=done.stderr.decode("utf-8", "replace")[-2000:])
        return ""
    answer: dict[str, Any] = json.loads(done.stdout)
    if answer["reasons"]:
        log.info("typeset without tags", why=answer["reasons"])
    return str(answer["way"])


def _plainly(book: Book, folder: Path) -> str:
    """Words alone, so that whatever stands in a page its reader gets them."""
    parts = []
    for chapter in book.chapters:
        parts.append(f"heading(level: 1, {quoted(chapter.title)})")
        words = richtext.to_text(chapter.doc).split("\n\n")
        parts += [f"par({quoted(' '.join(part.split()))})" for part in words if part.strip()]
    (folder / "sheet.typ").write_text(_document(book, "\n".join(parts)), encoding="utf-8")
    if not _typeset(folder):
        raise DeedError(_("The PDF could not be made. Please try the web page instead."))
    return "plain"


def _sheet(book: Book, blocks: Blocks) -> str:
    roots = [(chapter, tree(book, chapter)) for chapter in book.chapters]
    for chapter, root in roots:
        blocks.labels |= {chapter.key, *ids(root)}
    parts = [_front(book)] if book.tree else []
    parts += [_chapter(book, chapter, blocks.write(root)) for chapter, root in roots]
    return _document(book, "\n".join(parts))


def _document(book: Book, body: str) -> str:
    top, day = book.top, date_format(book.made_on, "DATE_FORMAT")
    # In boxes, so that names and addresses keep their own direction.
    footer = '; " · "; '.join(f"box({quoted(words)})" for words in (book.site, day, top.url))
    made = book.made_on
    facts = {
        "title": quoted(top.title),
        "author": quoted(book.site),
        "language": quoted(_language(book.language)),
        "dir": direction(book.language),
        "region": _region(book.language),
        "footer": f"{{ {footer} }}",
        "date": f"datetime(year: {made.year}, month: {made.month}, day: {made.day})",
    }
    given = ", ".join(f"{name}: {value}" for name, value in facts.items())
    return f"{PRELUDE}\n#show: sheet.with({given})\n#{{\n{body}\n}}\n"


def _language(code: str) -> str:
    return code.split("-")[0].lower()


def _region(code: str) -> str:
    match = re.fullmatch(r"[a-z]{2,3}-(?:[A-Za-z]{4}-)?([A-Za-z]{2})", code)
    region = match[1] if match else {"zh": "cn", "zh-hans": "cn", "zh-hant": "tw"}.get(code.lower(), "")
    return quoted(region.upper()) if region else "none"


def _front(book: Book) -> str:
    below = len(book.chapters) - 1
    lines = [
        ngettext("With %(count)d page below it", "With %(count)d pages below it", below) % {"count": below},
        _("Source: %(address)s") % {"address": book.top.url},
        _("Taken out of %(site)s on %(day)s.") % {"site": book.site, "day": date_format(book.made_on, "DATE_FORMAT")},
    ]
    listed = "".join(f"{quoted(line)}, " for line in lines)
    title, site, space = quoted(book.top.title), quoted(book.site), quoted(book.space)
    cover = f"cover(site: {site}, space: {space}, title: {title}, lines: ({listed}))"
    depth = 2 if len(book.chapters) > 60 else 3
    return f"{cover}\ncontents({quoted(_('Contents'))}, {depth})\npagebreak()"


def _chapter(book: Book, chapter: Chapter, body: str) -> str:
    level = chapter.depth + 1
    words = [f"[#heading(level: {level}, {quoted(chapter.title)})#label({quoted(chapter.key)})]"]
    if not book.tree and len(richtext.outline(chapter.doc)) >= MANY_HEADINGS:
        words.append(
            "block(below: 1.6em, outline(depth: 3, target: heading.where(level: 2).or(heading.where(level: 3))))"
        )
    words += [body, f"block(above: 1.6em, small({_origin(chapter)}))"]
    text = "\n".join(words)
    if chapter.language != book.language:
        facts = f"lang: {quoted(_language(chapter.language))}, dir: {direction(chapter.language)}"
        text = f"text({facts}, {{\n{text}\n}})"
    first = chapter is book.top
    return text if first else f"pagebreak(weak: true)\n{text}"


def _origin(chapter: Chapter) -> str:
    """Where the words are kept, and in which version they stand here."""
    parts = [quoted(_("Source:") + " "), f"link({quoted(chapter.url)})"]
    if chapter.number and chapter.changed_at:
        facts = {"number": chapter.number, "day": date_format(chapter.changed_at, "DATE_FORMAT")}
        parts.append(quoted(" · " + _("version %(number)s, %(day)s") % facts))
    return "{" + "; ".join(parts) + "}"
