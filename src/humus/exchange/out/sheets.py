"""The words of a document as calls of the typesetter: cover and contents, chapters, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from lxml.html import HtmlElement

from humus.exchange.book import Book, Chapter
from humus.exchange.out.quoting import quoted
from humus.exchange.out.typst_blocks import Blocks
from humus.kit import richtext
from humus.kit.direction import direction
from humus.kit.richtext.references import walk

PRELUDE = (Path(__file__).parent / "prelude.typ").read_text(encoding="utf-8")
# A single page shows its contents where there is something to leaf through.
MANY_HEADINGS = 4
# Contents of a longer book name no third level.
MANY_CHAPTERS = 60
NEW_PAGE = "\npagebreak(weak: true)\n"


def document(book: Book, body: str, total: str = "") -> str:
    """``total`` is a function that gives the number of pages, where they are not those of this document."""
    top, day = book.top, date_format(book.made_on, "DATE_FORMAT")
    # In boxes, so that names and addresses keep their own direction.
    lines = (quoted(book.site), quoted(day), _address(top.url))
    footer = '; " · "; '.join(f"box({line})" for line in lines)
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
    if total:
        facts["total"] = total
    given = ", ".join(f"{name}: {value}" for name, value in facts.items())
    return f"{PRELUDE}\n#show: sheet.with({given})\n#{{\n{body}\n}}\n"


def _language(code: str) -> str:
    return code.split("-")[0].lower()


def _region(code: str) -> str:
    match = re.fullmatch(r"[a-z]{2,3}-(?:[A-Za-z]{4}-)?([A-Za-z]{2})", code)
    region = match[1] if match else {"zh": "cn", "zh-hans": "cn", "zh-hant": "tw"}.get(code.lower(), "")
    return quoted(region.upper()) if region else "none"


def front(book: Book) -> str:
    below = len(book.chapters) - 1
    lines = [
        ngettext("With %(count)d page below it", "With %(count)d pages below it", below) % {"count": below},
        _("Source: %(address)s") % {"address": book.top.url},
        _("Taken out of %(site)s on %(day)s.") % {"site": book.site, "day": date_format(book.made_on, "DATE_FORMAT")},
    ]
    listed = "".join(f"{_with_address(line, book.top.url)}, " for line in lines)
    title, site, space = quoted(book.top.title), quoted(book.site), quoted(book.space)
    cover = f"cover(site: {site}, space: {space}, title: {title}, lines: ({listed}))"
    depth = 2 if len(book.chapters) > MANY_CHAPTERS else 3
    return f"{cover}\ncontents({quoted(_('Contents'))}, {depth})"


def chapter(book: Book, one: Chapter, root: HtmlElement, blocks: Blocks) -> str:
    blocks.way = direction(one.language)
    words = [blocks.heading(one.depth + 1, one.key, quoted(one.title))]
    if not book.tree and _to_leaf_through(one):
        words.append(
            "block(below: 1.6em, outline(depth: 3, target: heading.where(level: 2).or(heading.where(level: 3))))"
        )
    words += [blocks.write(root), f"block(above: 1.6em, small({_origin(one)}))"]
    return spoken(book, one, "\n".join(words))


def _to_leaf_through(one: Chapter) -> bool:
    """Whether contents are put above it: not where its people put some into it themselves."""
    shown = any(node["type"] == "toc" for node in walk(one.doc))
    return len(richtext.outline(one.doc)) >= MANY_HEADINGS and not shown


def spoken(book: Book, one: Chapter, text: str) -> str:
    """In the chapter's language, where that is not the book's."""
    if one.language == book.language:
        return text
    facts = f"lang: {quoted(_language(one.language))}, dir: {direction(one.language)}"
    return f"text({facts}, {{\n{text}\n}})"


def _origin(one: Chapter) -> str:
    """Where the words are kept, and in which version they stand here."""
    parts = [quoted(_("Source:") + " "), f"link({quoted(one.url)}, {_address(one.url)})"]
    if one.number and one.changed_at:
        facts = {"number": one.number, "day": date_format(one.changed_at, "DATE_FORMAT")}
        parts.append(quoted(" · " + _("version %(number)s, %(day)s") % facts))
    return "{" + "; ".join(parts) + "}"


def _address(url: str) -> str:
    return f"address({quoted(url)})"


def _with_address(line: str, url: str) -> str:
    before, found, after = line.partition(url)
    return f"{{{quoted(before)}; {_address(url)}; {quoted(after)}}}" if found else quoted(line)


def plain(chapters: Iterable[Chapter], blocks: Blocks) -> str:
    """Words alone, so that whatever stands in a page its reader gets them."""
    return NEW_PAGE.join(_plain(one, blocks) for one in chapters)


def _plain(one: Chapter, blocks: Blocks) -> str:
    words = (" ".join(part.split()) for part in richtext.to_text(one.doc).split("\n\n"))
    parts = [blocks.heading(one.depth + 1, one.key, quoted(one.title))]
    return "\n".join(parts + [f"par({quoted(part)})" for part in words if part])
