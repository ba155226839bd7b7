"""Rich text: one document format (ProseMirror JSON), everything that enters cleaned, every output from one renderer.

A page is saved so: ``doc = clean(parse(text))``; kept are ``doc`` and ``compile(doc, language=...).to_json()``.
It is viewed so: ``render(Compiled.from_json(stored) or compile(doc), context)``.
"""

from . import sections
from .blocks import register
from .clean import clean
from .context import FileRef, PageRef, PersonRef, RenderContext
from .editor_data import editor_data
from .editor_strings import editor_strings
from .errors import BadDocument
from .light import from_light_markdown
from .limits import parse
from .making import empty, paragraphs, without_ids
from .markdown import from_markdown, to_markdown
from .outline import Heading, outline
from .plain import to_text
from .plain_html import from_plain_html
from .references import References, excerpt, references
from .scope import render, render_each, to_html
from .standard import register as _register_standard
from .writer import VERSION, Compiled, compile

_register_standard()

__all__ = [
    "VERSION",
    "BadDocument",
    "Compiled",
    "FileRef",
    "Heading",
    "PageRef",
    "PersonRef",
    "References",
    "RenderContext",
    "clean",
    "compile",
    "editor_data",
    "editor_strings",
    "empty",
    "excerpt",
    "from_light_markdown",
    "from_markdown",
    "from_plain_html",
    "outline",
    "paragraphs",
    "parse",
    "references",
    "register",
    "render",
    "render_each",
    "sections",
    "to_html",
    "to_markdown",
    "to_text",
    "without_ids",
]
