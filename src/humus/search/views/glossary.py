"""The glossary: read by everyone, edited by the secretariat."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from humus.kit import spreadsheet
from humus.kit.access import access
from humus.search import glossary as deeds
from humus.search.finding.searching import clean
from humus.search.forms import ConceptForm
from humus.search.models import Concept

A_PAGE = 60


@access(GET="anyone")
def glossary(request: HttpRequest) -> HttpResponse:
    """Terms in the order of the reader's language, with their names in the others."""
    words, language = clean(request.GET.get("q", "")), (get_language() or "en")[:2]
    found = Concept.objects.holding(words).prefetch_related("forms")
    rows = sorted((_row(concept, language) for concept in found), key=lambda row: row["name"].casefold())
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "search/glossary.html", {"page": page, "words": words, "total": len(rows)})


def _row(concept: Concept, language: str) -> dict[str, object]:
    order = (language, *[code for code in deeds.LANGUAGES if code != language])
    named = [(code, concept.names(code)) for code in order if concept.names(code)]
    own = named[0] if named else ("", [""])
    explained = concept.explanation.get(language) or concept.explanation.get("en", "")
    return {
        "concept": concept,
        "name": own[1][0],
        "code": own[0],
        "more": own[1][1:],
        "others": named[1:],
        "about": explained,
    }


@access(GET="secretariat", POST="secretariat")
def term(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    concept = get_object_or_404(Concept.objects.prefetch_related("forms"), pk=pk) if pk is not None else None
    form = ConceptForm(request.POST or None, concept=concept)
    if request.method == "POST" and form.is_valid():
        explanation = form.cleaned_data["explanation"] or {}
        deeds.write(actor=request.user, concept=concept, names=form.names, explanation=explanation)
        messages.success(request, _("The term is saved; searches use it from now on."))
        return redirect("glossary")
    context = {"form": form, "concept": concept, "called": _called(concept) if concept else ""}
    return render(request, "search/term.html", context, status=422 if form.errors else 200)


def _called(concept: Concept) -> str:
    """By its first name in the reader's language, or in the first that has one."""
    every = (concept.names(code) for code in ((get_language() or "")[:2], *deeds.LANGUAGES))
    return next((names[0] for names in every if names), str(concept))


@access(POST="secretariat")
def remove_term(request: HttpRequest, pk: int) -> HttpResponse:
    deeds.remove(actor=request.user, concept=get_object_or_404(Concept, pk=pk))
    messages.success(request, _("The term is removed."))
    return redirect("glossary")


@access(GET="anyone")
def table(request: HttpRequest) -> HttpResponse:
    """The whole glossary as a table for other programs."""
    text = deeds.written(Concept.objects.prefetch_related("forms").order_by("pk"))
    return spreadsheet.download(text, "glossary")
