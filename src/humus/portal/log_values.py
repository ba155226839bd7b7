"""The data of a row of the audit log for people: names and values in words, keys only where there is no word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from humus.kit.formats import joined
from humus.kit.translated import pick
from humus.organisations.categories import AFFILIATIONS
from humus.organisations.models import Organisation
from humus.organisations.regions import region_label
from humus.people.models import Person
from humus.people.models.role import SITE_ROLES
from humus.portal.forms import SiteForm
from humus.spaces import kinds
from humus.spaces.models import Space

# What the data of a row tells, by its key; a key that has no word here is for programmers and is left out.
TELLING: dict[str, str | Promise] = {
    "accepted": _("accepted"),
    "code": _("Code"),
    "count": _("Number"),
    "domain": _("E-mail domain"),
    "fields": _("Fields"),
    "from": _("From"),
    "how": _("How"),
    "into": _("Into"),
    "kind": _("Kind"),
    "label": _("Label"),
    "language": _("Language"),
    "mode": _("Restriction"),
    "name": _("Name"),
    "names": _("Settings"),
    "new": _("New"),
    "changed": _("Changed"),
    "note": _("Note"),
    "part": _("Part"),
    "reason": _("Reason"),
    "region": _("Region"),
    "role": _("Role"),
    "text": _("Text"),
    "title": _("Title"),
    "value": _("Value"),
    "year": _("Year"),
}

PARTS: dict[str, str | Promise] = {
    "settings": _("Settings"),
    "spaces": _("Spaces"),
    "figures": _("Stated figures"),
    "organisations": _("Organisations"),
    "pages": _("Pages"),
    "strategy": _("Strategy"),
    "fronts": _("Front page"),
    "events": _("Events"),
    "templates": _("Templates"),
    "glossary": _("Glossary"),
}
ROLES: dict[str, str | Promise] = {
    **{name: role.label for kind in kinds.KINDS.values() for name, role in kind.roles.items()},
    **SITE_ROLES,
}
CONFIRMED: dict[str, str | Promise] = {
    "domain": _("E-mail domain"),
    "secretariat": SITE_ROLES["secretariat"],
    "focal_point": _("Focal point"),
}
MODELS: dict[str, type[Model]] = {"person": Person, "organisation": Organisation, "space": Space}


def field_name(verb: str, field: str) -> str:
    """What the forms call a field of the thing that the verb is about."""
    model = MODELS.get(verb.partition(".")[0])
    try:
        return str(getattr(model._meta.get_field(field), "verbose_name", field)) if model else field
    except FieldDoesNotExist:
        return field


def among(words: Mapping[str, Any]) -> Callable[[str, str], str]:
    return lambda _verb, value: str(words.get(value, value))


def setting(_verb: str, name: str) -> str:
    field = SiteForm.base_fields.get(name.replace("-", "_"))
    return str(field.label) if field else gettext("Banner") if name == "banner" else name


def language(_verb: str, code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


# How a value under a key is said, given the verb of the row; any other value stands as it is.
SAID: dict[str, Callable[[str, str], str]] = {
    "fields": field_name,
    "how": among(CONFIRMED),
    "kind": among({**{key: kind.label for key, kind in kinds.KINDS.items()}, **AFFILIATIONS}),
    "language": language,
    "mode": among({"view": _("Only these may view it"), "edit": _("Only these may edit it")}),
    "names": setting,
    "part": among(PARTS),
    "region": lambda _verb, region: region_label(region),
    "role": among(ROLES),
}


def details(verb: str, data: dict[str, Any]) -> list[tuple[str, str]]:
    """Name and value of what the row tells."""
    told = {key: value for key, value in data.items() if key in TELLING and value not in ("", [], None)}
    return [(title(verb, key), plain(verb, key, value)) for key, value in told.items()]


def title(verb: str, key: str) -> str:
    """Settings have names, and so have the terms of the glossary."""
    return str(TELLING["name" if key == "names" and not verb.startswith("site.") else key])


def plain(verb: str, key: str, value: Any) -> str:
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, dict):
        return str(pick(value) or joined(value))
    if isinstance(value, list):
        return joined(plain(verb, key, one) for one in value)
    say = SAID.get(key)
    return say(verb, value) if say and isinstance(value, str) else str(value)
