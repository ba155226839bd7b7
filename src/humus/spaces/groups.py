"""@groups of a space in a text: @leaders and the like for those who lead it, @members for everyone in it."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from humus.kit.access import may
from humus.spaces.models import Space
from humus.spaces.rules import powers

# What one types, in the languages of the platform; the first of a language is the one that is offered.
WORDS = {
    "all": {"en": ("members", "everyone"), "fr": ("membres",), "es": ("miembros",)},
    "leaders": {
        "en": ("leaders", "coordinators"),
        "fr": ("responsables", "coordinateurs"),
        "es": ("responsables", "coordinadores", "líderes"),
    },
}
GROUP = re.compile(r"(?<![\w@.])@(\w+)")


def _words(group: str) -> set[str]:
    return {word for words in WORDS[group].values() for word in words}


def called(text: str) -> set[str]:
    """``all`` and ``leaders``, as far as the text calls them."""
    typed = {word.lower() for word in GROUP.findall(text)}
    return {group for group in WORDS if typed & _words(group)}


def allowed(actor: Any, space: Space) -> set[str]:
    """The groups that somebody may call: whoever is in the space its leaders, whoever writes there everyone."""
    if not powers(actor, space):
        return set()
    return {"leaders", "all"} if may("space.write", actor, space) else {"leaders"}


def roles(space: Space, groups: set[str]) -> list[str]:
    """The roles of the space that the groups are made of."""
    if "all" in groups:
        return list(space.behaviour.roles)
    return space.behaviour.leading_roles if "leaders" in groups else []


def offered(actor: Any, space: Space, begun: str) -> list[dict[str, str]]:
    """The groups to choose from whose name begins so in any language, each with the word that one types for it."""
    language = (get_language() or "en")[:2]
    said = {"all": _("Everyone in %s"), "leaders": _("Those who lead %s")}
    may_call = allowed(actor, space)
    return [
        {"name": WORDS[group].get(language, WORDS[group]["en"])[0], "detail": said[group] % space.title}
        for group in WORDS
        if group in may_call and any(word.startswith(begun.lower()) for word in _words(group))
    ]
