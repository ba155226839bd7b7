"""The letter with the Bureau's decision, in the applicant's language: on the screen, for the printer, as PDF."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from humus.kit import typeset
from humus.organisations.categories import AFFILIATIONS
from humus.organisations.models import Application

# Words reach the typesetter as data, never as markup.
SHEET = """
#let d = json(bytes(sys.inputs.sheet))
#set document(title: d.title)
#set page(paper: "a4", margin: (x: 2.6cm, y: 2.8cm))
#set text(lang: d.language, dir: if d.rtl { rtl } else { ltr }, size: 11pt)
#set text(font: ("Libertinus Serif", "Noto Sans Arabic", "Noto Sans CJK TC", "DejaVu Sans Mono"))
#set par(leading: 0.75em, spacing: 1.2em)
#text(weight: "bold", size: 15pt)[#d.sender]
#v(1.6cm)
#d.to.join(linebreak())
#v(0.8cm)
#align(end)[#d.day]
#v(0.6cm)
= #d.title
#v(0.4cm)
#for words in d.paragraphs { par(words) }
#v(0.8cm)
#d.closing

#d.signed
"""


def letter(application: Application) -> dict[str, Any]:
    """Its parts, already translated; only a decided application has one."""
    language = application.language or "en"
    with translation.override(language):
        accepted = application.state == "accepted"
        known = {
            "name": application.name,
            "kind": str(AFFILIATIONS.get(application.kind, application.kind)),
            "day": date_format(application.decided_at, "DATE_FORMAT") if application.decided_at else "",
        }
        return {
            "language": language,
            "rtl": translation.get_language_bidi(),
            "sender": settings.SITE_NAME,
            "to": [application.name, str(application.applicant)],
            "day": known["day"],
            "title": _("Your application to become %(kind)s") % known if accepted else _("Your application"),
            "paragraphs": accepted_words(application, known) if accepted else declined_words(application, known),
            "closing": pgettext("end of a letter", "With kind regards"),
            "signed": _("The Bureau"),
        }


def accepted_words(application: Application, known: dict[str, str]) -> list[str]:
    words = [
        _("Dear applicant,"),
        _("the Bureau has considered the application of %(name)s and accepts it: %(name)s is %(kind)s as of %(day)s.")
        % known,
        _("You are entered as focal point: you can complete the entry of your organisation and confirm colleagues."),
        _("Welcome, and thank you for joining the work on soils for food security and climate."),
    ]
    return [*words[:2], *([application.reason] if application.reason else []), *words[2:]]


def declined_words(application: Application, known: dict[str, str]) -> list[str]:
    return [
        _("Dear applicant,"),
        _("the Bureau has considered the application of %(name)s on %(day)s and cannot accept it.") % known,
        _("The reason is: %(reason)s") % {"reason": application.reason},
        _("You may apply anew when this has changed. Thank you for your interest in the work on soils."),
    ]


def pdf(application: Application) -> bytes:
    return typeset.pdf(SHEET, letter(application))
