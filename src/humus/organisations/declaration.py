"""The Declaration of Intent that an organisation signs: its text in each language, on the screen and as PDF to sign.

The wording here is a proposal that comes with the software; the secretariat puts the text in force in its room.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel import Locale
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from humus.kit import typeset
from humus.organisations import categories, settled
from humus.organisations.models import Application
from humus.people.countries import country_name

TEXTS = Path(__file__).parent / "texts"
PROPOSED = {code: (TEXTS / f"declaration.{code}.txt").read_text(encoding="utf-8") for code in ("en", "fr", "es")}

# Words reach the typesetter as data, never as markup.
SHEET = """
#let d = json(bytes(sys.inputs.sheet))
#set document(title: d.title)
#set page(paper: "a4", margin: (x: 2.6cm, y: 2.4cm))
#set text(lang: d.language, dir: if d.rtl { rtl } else { ltr }, size: 11pt)
#set text(font: ("Libertinus Serif", "Noto Sans Arabic", "Noto Sans CJK TC", "DejaVu Sans Mono"))
#set par(leading: 0.7em, spacing: 1.1em)
#text(weight: "bold", size: 11pt)[#d.sender]
#v(0.6cm)
= #d.title
#v(0.4cm)
#let line(label, value) = grid(columns: (5.2cm, 1fr), gutter: 0.3cm, label,
  box(width: 100%, stroke: (bottom: 0.5pt), inset: (bottom: 3pt), if value == "" { hide("x") } else { value }))
#for (label, value) in d.organisation { line(label, value) }
#v(0.4cm)
#for words in d.paragraphs { par(words) }
#v(0.6cm)
#for (label, value) in d.signature { line(label, value); v(0.25cm) }
"""


def texts() -> dict[str, str]:
    """The text in force by language; the proposal until the secretariat has put one in."""
    return settled.values().get("declaration") or PROPOSED


def tongues() -> list[tuple[str, str]]:
    """Each language there is, called by its own name."""
    return [(code, str(Locale(code).get_display_name(code)).capitalize()) for code in texts()]


def best_language(wanted: str) -> str:
    known = texts()
    return next((code for code in (wanted.split("-")[0], "en", *known) if code in known), "en")


def sheet(language: str, application: Application | None = None) -> dict[str, Any]:
    """The declaration's parts in one language, with what the application already says; the rest is a line to fill."""
    with translation.override(language):
        known = application or Application()
        category = categories.label(known.category)
        return {
            "language": language,
            "rtl": translation.get_language_bidi(),
            "sender": settings.SITE_NAME,
            "title": _("Declaration of Intent"),
            "paragraphs": [part.strip() for part in texts()[language].replace("\r", "").split("\n\n") if part.strip()],
            "organisation": [
                (_("Organisation"), known.name),
                (_("Category"), category),
                (_("Country"), country_name(known.country) if known.country else ""),
                (_("We ask to become"), str(categories.AFFILIATIONS.get(known.kind, ""))),
            ],
            "signature": [
                (_("Name and position"), known.signatory),
                (_("Place and date"), ""),
                (_("Signature"), ""),
            ],
        }


def pdf(language: str, application: Application | None = None) -> bytes:
    return typeset.pdf(SHEET, sheet(language, application))
