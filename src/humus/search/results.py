"""What was found, as the pages show it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from humus.kit import atom
from humus.kit.formats import joined
from humus.pages import kinds
from humus.people import expertise
from humus.people.countries import country_name
from humus.search.finding import COUNTED, Filters, Found
from humus.search.finding.loading import START, STOP
from humus.search.models import Entry
from humus.spaces.models import Space

OTHER_KINDS = {
    "organisation": _("Organisation"),
    "person": _("Person"),
    "space": _("Space"),
    "file": _("File"),
    "comment": _("Comment"),
}
TITLES = {
    "kind": _("Kind"),
    "space": _("Space"),
    "label": _("Label"),
    "language": _("Language"),
    "author": _("Author"),
    "after": _("Changed since"),
    "before": _("Changed until"),
    "title": _("Title"),
}


def kind_label(kind: str) -> str:
    return str(OTHER_KINDS.get(kind) or (kinds.KINDS[kind].label if kind in kinds.KINDS else kind))


def marked(headline: str) -> SafeString:
    """The passage with what was sought marked; everything else escaped."""
    return mark_safe(escape(headline).replace(START, "<mark>").replace(STOP, "</mark>"))  # noqa: S308


def address_of(entry: Entry) -> str:
    """Where the thing is; what stands on a page is found at its anchor."""
    return str(entry.thing.get_absolute_url()) + (f"#{entry.part}" if entry.part else "")


def result(entry: Entry) -> dict[str, Any]:
    return {
        "title": marked(getattr(entry, "headed", "") or entry.title),
        "url": _address_in(entry, entry.language),
        "kind": kind_label(entry.kind),
        "size": getattr(entry, "file_size", None),
        "language": entry.language,
        "also": [
            {"language": language, "title": title, "url": _address_in(entry, language)}
            for language, title in (getattr(entry, "also", []) if entry.page else [])
        ],
        "space": entry.home.space if entry.home else None,
        "on": entry.home if entry.file or entry.part else None,
        "passage": marked(getattr(entry, "shown", "")),
        "about": about(entry),
        "changed_at": entry.changed_at if entry.home else None,
    }


def _address_in(entry: Entry, language: str) -> str:
    other = entry.page and not entry.part and language != entry.page.language
    return address_of(entry) + (f"?language={language}" if other else "")


def about(entry: Entry) -> str:
    """Who it is, where no words of theirs are shown: a person's expertise, an organisation's category and country."""
    if entry.person:
        return joined(map(expertise.label, entry.person.expertise)) if entry.person.shows("expertise") else ""
    if entry.organisation:
        known = entry.organisation
        return " · ".join(filter(None, [known.category_label, country_name(known.country) if known.country else ""]))
    return ""


def entry_of_feed(entry: Entry) -> atom.Entry:
    key = f"{entry.home.key}:{entry.language}" + (f":{entry.file.key}" if entry.file else "")
    return atom.Entry(
        key=key + (f":{entry.part}" if entry.part else ""),
        title=entry.title,
        path=address_of(entry),
        changed_at=entry.changed_at,
        summary=getattr(entry, "shown", "").replace(START, "").replace(STOP, ""),
    )


def suggested(entry: Entry) -> dict[str, str]:
    return {"label": entry.title, "url": address_of(entry), "kind": kind_label(entry.kind)}


def address(request: HttpRequest, **changes: str) -> str:
    """The same address with other values; an empty one is taken out."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}"


def facets(request: HttpRequest, found: Found) -> dict[str, Any]:
    """What ``humus/parts/facets.html`` shows."""
    spaces = _space_names(request, found)
    clicked = {name for name in Filters.names() if request.GET.get(name)}
    chosen = [
        {
            "label": _("%(name)s: %(value)s") % {"name": TITLES[name], "value": _value_label(name, value, spaces)},
            "url": address(request, **({name: ""} if name in clicked else {"q": found.asked.text, name: ""})),
        }
        for name, value in found.filters.set.items()
    ]
    shown = []
    for name, title in TITLES.items():
        current = getattr(found.filters, name)
        choices = [
            {
                "label": _value_label(name, value, spaces),
                "url": address(request, **{name: "" if value == current else value}),
                "count": f"{min(count, COUNTED)}+" if found.facets_bounded else count,
                "current": value == current,
            }
            for value, count in found.facets.get(name, [])
        ]
        if len(choices) > 1 or current:
            shown.append({"label": title, "choices": choices, "open": name in ("kind", "space", "language")})
    return {"facets": [one for one in shown if one["choices"]], "chosen": chosen}


def _value_label(name: str, value: str, spaces: dict[str, str]) -> str:
    if name == "kind":
        return kind_label(value)
    if name == "space":
        return spaces.get(value, value)
    if name == "language":
        return str(dict(settings.LANGUAGES).get(value, value))
    return value


def _space_names(request: HttpRequest, found: Found) -> dict[str, str]:
    slugs = {slug for slug, _count in found.facets.get("space", [])} | {found.filters.space}
    return {space.slug: space.title for space in Space.objects.known_to(request.user).filter(slug__in=slugs)}
