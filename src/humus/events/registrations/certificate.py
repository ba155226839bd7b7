"""The certificate of attendance, in the reader's language, for whoever was marked as present."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from humus.events import dates
from humus.events.models import Registration
from humus.events.reading import where
from humus.events.registrations.views import found
from humus.events.views.planning import find
from humus.kit import typeset
from humus.kit.access import access
from humus.pages.reading import titled

# Words reach the typesetter as data, never as markup.
SHEET = """
#let d = json(bytes(sys.inputs.sheet))
#set document(title: d.title)
#set page(paper: "a4", flipped: true, margin: 2.4cm, background: place(bottom, stack(dir: ttb,
  ..(("#22592f", 0.35cm), ("#4a3524", 0.5cm), ("#8a5a33", 0.4cm), ("#b98a5a", 0.25cm)).map(((c, h)) =>
    rect(width: 100%, height: h, fill: rgb(c))))))
#set text(lang: d.language, dir: if d.rtl { rtl } else { ltr }, size: 13pt)
#set text(font: ("Libertinus Serif", "Noto Sans Arabic", "Noto Sans CJK TC", "DejaVu Sans Mono"))
#text(size: 12pt, fill: rgb("#5a4f44"))[#d.sender]
#v(1.2cm)
#text(size: 30pt, weight: "bold", fill: rgb("#173f22"))[#d.title]
#v(1cm)
#text(fill: rgb("#5a4f44"))[#d.says]
#v(0.2cm)
#text(size: 24pt)[#d.name]
#v(0.6cm)
#text(fill: rgb("#5a4f44"))[#d.took]
#v(0.2cm)
#text(size: 18pt, weight: "bold")[#d.event]
#v(0.3cm)
#d.facts.join(linebreak())
#v(1fr)
#text(size: 10pt, fill: rgb("#5a4f44"))[#d.foot]
#v(1.2cm)
"""


def sheet(row: Registration, language: str) -> dict[str, Any]:
    event = row.admission.event
    with translation.override(language):
        titled([event.page])
        seconds = sum((one.ends_at - one.starts_at).total_seconds() for one in event.sessions.all() if one.ends_at)
        hours = dates.duration_in_words(int(seconds // 60)) if seconds else ""
        organiser = _("Organised by %(name)s") % {"name": event.organiser} if event.organiser else ""
        return {
            "language": language,
            "rtl": translation.get_language_bidi(),
            "sender": settings.SITE_NAME,
            "title": _("Certificate of attendance"),
            "says": _("This is to say that"),
            "name": row.shown_name,
            "took": _("took part in"),
            "event": event.page.title,
            "facts": [fact for fact in (event.days, where(event), hours, organiser) if fact],
            "foot": settings.SITE_URL + event.page.short_url,
        }


def _answer(row: Registration | None, language: str) -> HttpResponse:
    if row is None or row.attended_at is None or row.cancelled_at is not None or row.admission.event.cancelled:
        raise Http404
    response = HttpResponse(typeset.pdf(SHEET, sheet(row, language)), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="certificate.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@access(GET="person")
def mine(request: HttpRequest, key: str) -> HttpResponse:
    event = find(request, key)
    rows = Registration.objects.select_related("person", "admission__event__page__space")
    return _answer(
        rows.filter(admission__event=event, person=request.user, cancelled_at=None).first(), _language(request)
    )


@access(GET="anyone")
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    return _answer(found(token), _language(request))


def _language(request: HttpRequest) -> str:
    return str(request.LANGUAGE_CODE)  # type: ignore[attr-defined]
