"""Interface strings: ``extract`` lists them, ``update`` brings them into the catalogues, ``compile`` makes .mo files.

``check`` fails when a language lacks a string, when a translation breaks a placeholder or the French spacing, or when a
.mo file does not say what its .po says.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "humus"
LOCALE = SOURCE / "locale"
LANGUAGES = ("fr", "es", "ar")
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
CALL = re.compile(
    r"""\b(?P<name>_|gettext|pgettext|ngettext|npgettext)\(\s*
    (?P<strings>u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")(?:\s*,\s*u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))*)""",
    re.VERBOSE | re.DOTALL,
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+")
BAD_FRENCH = re.compile(r"[ ][:;!?»%](?![\w(])|«[ ]|[^\W\d_][;!?](?=\s|$)|(?<!https)(?<!http)[^\W\d_]:(?=\s|$)")

Found = tuple[int, str, Any, list[str]]


def extract_template(file: BinaryIO, keywords: Any, tags: Any, options: Any) -> Iterator[Found]:
    """Django's own reading of a template, as the calls that it stands for."""
    code = templatize(file.read().decode("utf-8"))
    for call in CALL.finditer(code):
        strings = ast.literal_eval(f"({call['strings']},)")
        line = code.count("\n", 0, call.start()) + 1
        yield line, call["name"], strings if len(strings) > 1 else strings[0], []


def extract_python(file: BinaryIO, keywords: Any, tags: Any, options: Any) -> Iterator[Found]:
    """The calls of the parsed code: those inside f-strings too, which the tokens of older Pythons hide."""
    for call in ast.walk(ast.parse(file.read())):
        name = _called(call) if isinstance(call, ast.Call) else ""
        if isinstance(call, ast.Call) and name in keywords:
            strings = [one.value if isinstance(one, ast.Constant) else None for one in call.args]
            words = tuple(one if isinstance(one, str) else None for one in strings)
            if words:
                yield call.lineno, name, words if len(words) > 1 else words[0], []


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


METHODS: list[tuple[str, Any]] = [
    ("**/tests/**", "ignore"),
    ("**.py", extract_python),
    ("**/templates/**", extract_template),
]


def extract() -> Catalog:
    """Every string of the interface; places name the file only, so that moving a line changes nothing."""
    catalog = Catalog(project="humus", charset="utf-8")
    found = extract_from_dir(SOURCE, METHODS, keywords=KEYWORDS, strip_comment_tags=True)
    for name, _line, message, comments, context in sorted(found, key=lambda one: (one[0], one[1])):
        catalog.add(message, None, [(f"humus/{name}", 0)], auto_comments=comments, context=context)
    for one in catalog:
        one.locations = sorted(set(one.locations))
    return catalog


def path(language: str, suffix: str = "po") -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"django.{suffix}"


def load(language: str) -> Catalog:
    source = path(language)
    if not source.exists():
        return Catalog(locale=language, charset="utf-8")
    with source.open("rb") as file:
        return read_po(file, locale=language)


def written(catalog: Catalog) -> bytes:
    """The catalogue as a file without dates or tool versions, so that equal strings make equal files."""
    out = io.BytesIO()
    write_po(out, catalog, width=110, omit_header=True, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    head = [
        f"# {catalog.locale.english_name} interface strings of Humus.",  # type: ignore[union-attr]
        'msgid ""',
        'msgstr ""',
        f'"Language: {catalog.locale}\\n"',
        '"MIME-Version: 1.0\\n"',
        '"Content-Type: text/plain; charset=utf-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
        f'"Plural-Forms: {catalog.plural_forms}\\n"',
    ]
    return ("\n".join(head) + "\n\n").encode() + out.getvalue().strip() + b"\n"


def update() -> None:
    template = extract()
    for language in LANGUAGES:
        catalog = load(language)
        catalog.update(template, no_fuzzy_matching=True)
        path(language).parent.mkdir(parents=True, exist_ok=True)
        path(language).write_bytes(written(catalog))
        print(f"{language}: {len(missing(catalog))} of {len(catalog)} strings without translation")


def compile_all() -> None:
    for language in LANGUAGES:
        catalog = load(language)
        # Babel would write the English forms of a plural that has no translation.
        for message in missing(catalog):
            catalog.delete(message.id, context=message.context)
        # Fixed dates: equal strings make equal files.
        catalog.creation_date = catalog.revision_date = datetime(2020, 1, 1, tzinfo=UTC)
        with path(language, "mo").open("wb") as file:
            write_mo(file, catalog)


def missing(catalog: Catalog) -> list[Message]:
    return [one for one in catalog if one.id and (one.fuzzy or not all(_forms(one.string)))]


def _forms(strings: Any) -> tuple[str, ...]:
    return tuple(strings) if isinstance(strings, (list, tuple)) else (strings or "",)


def problems() -> list[str]:
    template, found = extract(), []
    for language in LANGUAGES:
        catalog = load(language)
        known = {_key(one) for one in catalog if one.id} - {_key(one) for one in missing(catalog)}
        found += [f"{language}: no translation of {one.id!r}" for one in template if one.id and _key(one) not in known]
        found += [f"{language}: {problem}" for one in catalog if one.id for problem in _faults(one, language)]
        finished = {_key(one): _forms(one.string) for one in catalog if one.id and all(_forms(one.string))}
        if _compiled(language) != finished:
            found.append(f"{language}: the .mo file differs from the .po file; run compile")
    return found


def _key(message: Message) -> tuple[Any, str | None]:
    context: Any = message.context or None
    # Babel reads the context of a .mo file as bytes.
    context = context.decode() if isinstance(context, bytes) else context
    return (tuple(message.id) if isinstance(message.id, (list, tuple)) else message.id), context


def _compiled(language: str) -> dict[Any, tuple[str, ...]]:
    source = path(language, "mo")
    if not source.exists():
        return {}
    with source.open("rb") as file:
        return {_key(one): _forms(one.string) for one in read_mo(file) if one.id}


def _faults(message: Message, language: str) -> Iterator[str]:
    sources = _forms(message.id)
    wanted = set(PLACEHOLDER.findall(" ".join(sources)))
    for string in filter(None, _forms(message.string)):
        used = set(PLACEHOLDER.findall(string))
        # A singular may spell its number out; nothing may be added.
        if used - wanted or (wanted - used and len(sources) == 1):
            yield f"placeholders of {string!r} differ from those of {sources[0]!r}"
        if string[:1].isspace() != sources[0][:1].isspace() or string[-1:].isspace() != sources[0][-1:].isspace():
            yield f"space at the edge of {string!r} differs from {sources[0]!r}"
        if language == "fr" and BAD_FRENCH.search(string):
            yield f"a space that may break, or none, before a high mark in {string!r}"


def check() -> int:
    found = problems()
    print("\n".join(found) or "messages: complete")
    return 1 if found else 0


def show() -> None:
    for message in extract():
        if message.id:
            print(repr(message.id), f"[{message.context}]" if message.context else "")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=["extract", "update", "compile", "check"])
    task = parser.parse_args().task
    if task == "check":
        return check()
    {"extract": show, "update": update, "compile": compile_all}[task]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
