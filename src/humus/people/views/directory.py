"""The directory of people and the page of one of them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from humus.kit.access import access, may
from humus.people import countries, expertise, facets, files, sections
from humus.people.directory import FACETS
from humus.people.models import Person


def found_by_name(words: str) -> QuerySet[Person]:
    return facets.like(Person.objects.listed(), words, "name")


@access(GET="anyone")
def people(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    narrowed = facets.narrow(request, found_by_name(words), [*FACETS, *sections.FACETS])
    page = Paginator(facets.by_name(narrowed.found), 30).get_page(request.GET.get("page"))
    shown = list(page)
    notes: dict[int, str] = {}
    for note in sections.NOTES:
        notes |= note(shown)
    rows = [
        {
            "person": person,
            "note": notes.get(person.pk, ""),
            "country": countries.country_name(person.country) if person.shows("country") else "",
            "expertise": [expertise.label(key) for key in person.expertise[:4]] if person.shows("expertise") else [],
        }
        for person in shown
    ]
    context = narrowed.context() | {"page": page, "rows": rows, "words": words, "total": page.paginator.count}
    return render(request, "people/directory.html", context)


@access(GET="object")
def profile(request: HttpRequest, key: str) -> HttpResponse:
    person = get_object_or_404(Person.objects.standing_for(key).visible_to(request.user))
    if person.key != key:
        return redirect(person)
    mine = person.pk == request.user.pk
    facts = {
        "country": countries.country_name(person.country) if person.country else "",
        "languages": [countries.language_name(code) for code in person.languages],
        "expertise": [expertise.label(name) for name in person.expertise],
        "orcid": person.orcid,
        "biography": person.biography,
    }
    context = {
        "whose": person,
        "mine": mine,
        "facts": {name: value for name, value in facts.items() if person.shows(name)},
        "sections": sections.draw(sections.PROFILE, request.user, person),
        "may_manage": may("person.suspend", request.user, person),
    }
    return render(request, "people/profile.html", context)


@access(GET="object")
def photo(request: HttpRequest, key: str) -> FileResponse:
    """The portrait, for those who may see it: its owner, the secretariat, and others if it is shown."""
    person = get_object_or_404(Person.objects.visible_to(request.user), key=key, erased_at=None)
    if not person.photo or not (person.shows("photo") or request.user.pk == person.pk):
        raise Http404
    return files.picture(person.photo)
