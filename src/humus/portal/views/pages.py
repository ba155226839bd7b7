"""The pages that belong to the site itself: the words of the home page, help, rules."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from humus.kit.access import access
from humus.pages.models import Page, Text
from humus.portal.models import SiteSetting

PAGES = (
    ("front", gettext_lazy("Words of the home page")),
    ("first-steps", gettext_lazy("First steps")),
    ("help", gettext_lazy("Help")),
    ("privacy", gettext_lazy("Privacy notice")),
    ("terms", gettext_lazy("Terms of use")),
    ("accessibility", gettext_lazy("Accessibility")),
)


@access(GET="secretariat")
def site_pages(request: HttpRequest) -> HttpResponse:
    """Each of them with its languages, to read and to edit; also the fronts of strategy and spaces are pages."""
    known = SiteSetting.objects.as_dict()
    keys = {name: known.get(f"page-{name}", "") for name, _label in PAGES}
    own = Page.objects.visible_to(request.user).filter(space__slug="portal", status="published").select_related("space")
    by_key, by_slug = {page.key: page for page in own}, {page.slug: page for page in own}
    rows: list[dict[str, Any]] = []
    for name, label in PAGES:
        page = by_key.get(keys[name]) or by_slug.get(name)
        texts = Text.objects.filter(page=page).order_by("language") if page else []
        rows.append({"label": label, "page": page, "texts": texts, "home": name == "front"})
    return render(request, "portal/site_pages.html", {"rows": rows, "missing": _("This page does not exist.")})
