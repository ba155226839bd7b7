"""The sections of the home page: what it shows of events, spaces, strategy and the site itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Any, ClassVar

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from humus.kit.formats import joined
from humus.kit.richtext import RenderContext, attributes, blocks
from humus.kit.richtext.sections import Section
from humus.kit.translated import pick
from humus.portal import home, site
from humus.portal.context import address
from humus.strategy.templatetags.strategy import wants

TITLE = attributes.text(100)
WORDS = replace(attributes.text(400), form={"kind": "lines", "limit": 400})
TITLE_LABEL = gettext_lazy("Heading (optional)")
HELP = gettext_lazy("A part of the home page.")


def lines(*parts: str | None) -> str:
    return "\n".join(filter(None, parts))


class HomeSection(Section):
    """``read`` is what its template needs; an empty answer draws nothing. Outside of a page it is its ``words``."""

    template: ClassVar[str]
    help = HELP
    words_to_find = "home accueil inicio"

    def fits(self, context: RenderContext) -> bool:
        page = context.extra.get("page")
        return page is None or home.is_home(page)

    def read(self, person: Any, uses: Sequence[dict[str, Any]]) -> dict[str, Any]:
        return {}

    def load(self, uses: Sequence[dict[str, Any]], context: RenderContext) -> dict[str, Any]:
        return self.read(context.person or AnonymousUser(), uses)

    def view(self, attrs: dict[str, Any], scope: Any) -> str:
        if scope.context.target != "page":
            return "".join(f"<p>{escape(line)}</p>" for line in self.words(attrs, scope).splitlines())
        given = {name: attribute.default for name, attribute in self.attributes.items()} | attrs
        facts = {"section": given, "at_home": scope.context.extra.get("home", False)}
        return render_to_string(self.template, scope.data[self.name] | facts).strip()

    def text(self, node: blocks.Node, inner: str) -> str:
        attrs = node.get("attrs", {})
        return lines(attrs.get("title"), attrs.get("words"))

    def words(self, attrs: dict[str, Any], scope: Any) -> str:
        return self.text({"type": self.name, "attrs": attrs}, "")


class Opening(HomeSection):
    name, label = "homeOpening", gettext_lazy("Opening of the home page")
    template = "portal/sections/opening.html"
    attributes = {
        "title": TITLE,
        "words": WORDS,
        "numbers": attributes.choice("off", labels={"": gettext_lazy("Shown"), "off": gettext_lazy("Not shown")}),
        "buttons": attributes.choice("off", labels={"": gettext_lazy("Shown"), "off": gettext_lazy("Not shown")}),
    }
    attribute_labels = {
        "title": TITLE_LABEL,
        "words": gettext_lazy("Words of welcome"),
        "numbers": gettext_lazy("What the platform counts"),
        "buttons": gettext_lazy("The two buttons"),
    }

    def read(self, person: Any, uses: Sequence[dict[str, Any]]) -> dict[str, Any]:
        official = site.values().get("official-website", "")
        if all(use.get("numbers") == "off" for use in uses):
            return {"official_url": official}
        return {"official_url": official, **home.numbers(person)}

    def words(self, attrs: dict[str, Any], scope: Any) -> str:
        title = attrs.get("title") or _("Welcome to the collaborative platform of the “4 per 1000” Initiative")
        return lines(title, attrs.get("words"))


class MySpaces(HomeSection):
    name, label = "homeSpaces", gettext_lazy("Spaces of the reader")
    help = gettext_lazy("Only those who are signed in see it: the spaces they belong to.")
    template = "portal/sections/spaces.html"
    attributes = {"title": TITLE, "most": attributes.integer(1, 20, 6)}
    attribute_labels = {"title": TITLE_LABEL, "most": gettext_lazy("How many at most")}

    def read(self, person: Any, uses: Sequence[dict[str, Any]]) -> dict[str, Any]:
        return {"mine": home.my_spaces(person, most=max(use.get("most", 6) for use in uses))}


class NextEvents(HomeSection):
    name, label = "homeEvents", gettext_lazy("Next events, the first one large")
    template = "portal/sections/events.html"
    attributes = {"title": TITLE, "most": attributes.integer(1, 10, 3)}
    attribute_labels = {"title": TITLE_LABEL, "most": gettext_lazy("How many at most")}

    def read(self, person: Any, uses: Sequence[dict[str, Any]]) -> dict[str, Any]:
        return home.next_events(person, most=max(use.get("most", 3) for use in uses))

    def words(self, attrs: dict[str, Any], scope: Any) -> str:
        coming = scope.data[self.name]["coming"][: attrs.get("most", 3)]
        named = ["- " + joined(filter(None, (event.page.title, event.days))) for event in coming]
        title = attrs.get("title") or _("Upcoming events")
        return lines(title, *(named or [_("No event is announced at the moment.")]))


class StrategyInShort(HomeSection):
    name, label = "homeStrategy", gettext_lazy("Vision, mission and goals")
    template = "portal/sections/strategy.html"
    attributes = {
        "shows": attributes.choice(
            "words",
            "goals",
            labels={
                "": gettext_lazy("All of it"),
                "words": gettext_lazy("Vision and mission"),
                "goals": gettext_lazy("Goals"),
            },
        )
    }
    attribute_labels = {"shows": gettext_lazy("What is shown")}

    def read(self, person: Any, uses: Sequence[dict[str, Any]]) -> dict[str, Any]:
        return home.strategy(person)

    def words(self, attrs: dict[str, Any], scope: Any) -> str:
        found, shows = scope.data[self.name], attrs.get("shows", "")
        told = [] if shows == "goals" else [found["vision"], found["mission"]]
        told += [] if shows == "words" else found["goals"]
        return lines(*(f"{page.title}: {wants(page)}" for page in told if page))


class JoinIn(HomeSection):
    name, label = "homeJoin", gettext_lazy("Invitation to the task forces")
    help = gettext_lazy("On a wide screen the text behind it stands beside it.")
    template = "portal/sections/join.html"
    attributes = {"title": TITLE, "words": WORDS}
    attribute_labels = {"title": TITLE_LABEL, "words": gettext_lazy("Words (optional)")}

    def words(self, attrs: dict[str, Any], scope: Any) -> str:
        return lines(attrs.get("title") or _("Join the Task Forces"), attrs.get("words"))


class Film(HomeSection):
    name, label = "homeVideo", gettext_lazy("Video of the site")
    help = gettext_lazy("Its address stands in the settings of the site; without one nothing is shown.")
    template = "portal/sections/video.html"

    def read(self, person: Any, uses: Sequence[dict[str, Any]]) -> dict[str, Any]:
        values = site.values()
        return {"video": values.get("video", ""), "video_title": pick(values.get("video-title"))}

    def words(self, attrs: dict[str, Any], scope: Any) -> str:
        found = scope.data[self.name]
        return f"{found['video_title'] or _('Watch the video')}: {found['video']}" if found["video"] else ""


class Address(HomeSection):
    name, label = "homeAddress", gettext_lazy("Address of the secretariat")
    help = gettext_lazy("It stands in the settings of the site; without one nothing is shown.")
    template = "portal/sections/address.html"
    attributes = {"title": TITLE}
    attribute_labels = {"title": TITLE_LABEL}

    def read(self, person: Any, uses: Sequence[dict[str, Any]]) -> dict[str, Any]:
        return {"lines": address(site.values())}

    def words(self, attrs: dict[str, Any], scope: Any) -> str:
        return "\n".join([attrs.get("title") or _("Executive Secretariat"), *scope.data[self.name]["lines"]])


SECTIONS = (Opening(), MySpaces(), NextEvents(), StrategyInShort(), JoinIn(), Film(), Address())


def register() -> None:
    blocks.register(*SECTIONS)
