"""What stands in the place of each converter of an address, for each state of the object."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.access.world import STATES, World, sign

Parameters = dict[str, Any]
Sample = Callable[[World, str], Parameters]
NOWHERE = "zzzzzzzzzzz"


def parameters(world: World, route: str, state: str) -> Parameters | None:
    """The sample for a route and state; {} where the route has no converter; None where there is no sample."""
    if "<" not in route:
        return {}
    for beginning, sample in SAMPLES:
        if route.startswith(beginning):
            return sample(world, state)
    return None


def states_of(route: str) -> tuple[str, ...]:
    """The states an address is tried in."""
    if "<" not in route:
        return ("",)
    return next((states for beginning, states in STATES_OF if route.startswith(beginning)), ("public", "missing"))


def _page(world: World, state: str) -> Parameters:
    page = world.pages.get(state)
    return {"key": page.key if page else NOWHERE, "number": 1, "deed": "archive"}


def _page_at_its_place(world: World, state: str) -> Parameters:
    page = world.pages.get(state)
    return {"space": page.space.slug if page else "nowhere", "slug": page.slug if page else "nothing"}


def _file(world: World, state: str) -> Parameters:
    file = world.files.get(state)
    return {"key": file.key if file else NOWHERE, "number": 1}


def _space(world: World, state: str) -> Parameters:
    space = world.spaces.get(state)
    slug = space.slug if space else "nowhere"
    pk = 0
    if space is not None:
        membership = space.memberships.order_by("pk").first()
        pk = membership.pk if membership else 0
    return {"space": slug, "slug": slug, "pk": pk, "key": world.things["wide"].key}


def _comment(world: World, state: str) -> Parameters:
    comment = world.comments.get(state)
    return {"key": comment.key if comment else NOWHERE}


def _join_request(world: World, state: str) -> Parameters:
    known = state == "space"
    slug = world.spaces["space"].slug if known else "nowhere"
    return {"slug": slug, "pk": world.things["request"].pk if known else 0}


def _person(world: World, state: str) -> Parameters:
    person = {"public": world.people["listed"], "space": world.people["unlisted"]}.get(state)
    return {"key": person.key if person else NOWHERE}


def _organisation(world: World, state: str) -> Parameters:
    organisation = world.things["organisation"]
    known = state == "public"
    return {
        "slug": organisation.slug if known else "nowhere",
        "key": organisation.key if known else NOWHERE,
        "pk": organisation.colleagues.get().pk if known else 0,
    }


def _affiliation(world: World, state: str) -> Parameters:
    organisation = world.things["organisation"]
    known = state == "public"
    return {
        "slug": organisation.slug if known else "nowhere",
        "pk": organisation.affiliations.get().pk if known else 0,
    }


def _application(world: World, state: str) -> Parameters:
    key = world.things["application"].key if state == "space" else NOWHERE
    return {"key": key, "paper": "declaration", "name": "declaration", "kind": "declaration"}


def _label(world: World, state: str) -> Parameters:
    return {"name": "anything"}


def _section(world: World, state: str) -> Parameters:
    return {"section": "pages" if state == "public" else "nothing"}


def _row(name: str, state: str) -> Sample:
    """A row of its own that exists in one state."""
    return lambda world, asked: {"pk": world.things[name].pk if asked == state else 0}


def _message(world: World, state: str) -> Parameters:
    message = world.things["message"]
    known = state == "space"
    return {"key": message.exchange.key if known else NOWHERE, "pk": message.pk if known else 0}


def _proposal(world: World, state: str) -> Parameters:
    return {"key": world.things["proposal"].key if state == "space" else NOWHERE}


def _template(world: World, state: str) -> Parameters:
    return {"key": world.things["template"].key if state == "space" else NOWHERE}


def _event(world: World, state: str) -> Parameters:
    event = world.events.get(state)
    return {"key": event.page.key if event else NOWHERE}


def _poll(world: World, state: str) -> Parameters:
    poll = world.things.get(f"poll_{state}")
    return {"key": poll.key if poll else NOWHERE}


def _objective(world: World, state: str) -> Parameters:
    return {"key": world.things["objective"].page.key if state == "public" else NOWHERE}


def _term(key: str) -> Sample:
    return lambda world, state: {"key": key if state == "public" else NOWHERE}


def _nothing(world: World, state: str) -> Parameters:
    """Addresses that need a row of their own; the suite of their app tries those, here they must be a 404."""
    return {"pk": 0, "key": NOWHERE, "token": "x" * 20, "digest": "0" * 16, "name": "nothing.css", "slug": "nowhere"}


SAMPLES = (
    ("s/<slug:slug>/people/requests/", _join_request),
    ("s/<slug:space>/<page:slug>/", _page_at_its_place),
    ("s/", _space),
    ("p/", _page),
    ("files/", _file),
    ("comments/", _comment),
    ("secretariat/comments/", _comment),
    ("people/", _person),
    ("secretariat/people/", _person),
    ("secretariat/applications/", _application),
    ("join/partner/", _application),
    ("organisations/", _organisation),
    ("secretariat/organisations/<slug:slug>/affiliations/", _affiliation),
    ("secretariat/organisations/", _organisation),
    ("labels/", _label),
    ("reviews/", _proposal),
    ("templates/", _template),
    ("sitemap-", _section),
    ("search/saved/", _row("kept", "space")),
    ("me/notices/", _row("notice", "space")),
    ("me/messages/", _message),
    ("secretariat/messages/", _row("complaint", "space")),
    ("glossary/", _row("concept", "public")),
    ("secretariat/search/first/", _row("bet", "public")),
    ("calendar/feed/", _nothing),
    ("times/", _poll),
    ("calendar/", _space),
    ("events/", _event),
    ("strategy/figures/", _objective),
    ("secretariat/figures/", _row("stated", "public")),
    ("secretariat/register/categories/", _term("company")),
    ("secretariat/register/regions/", _term("europe")),
    ("", _nothing),
)
# What a thing behind an address is called in its sign.
SIGNED = (
    ("s/<slug:space>/<page:slug>/", "PAGE"),
    ("s/<slug:slug>/people/requests/", ""),
    ("p/", "PAGE"),
    ("files/", "PAGE"),
    ("comments/", "PAGE"),
    ("people/", "PERSON"),
    ("secretariat/people/", "PERSON"),
    ("secretariat/applications/", "APPLICATION"),
    ("organisations/", "ORGANISATION"),
    ("secretariat/organisations/", "ORGANISATION"),
    ("events/", "EVENT"),
    ("times/", "EVENT"),
    ("reviews/", "PROPOSAL"),
    ("templates/", "TEMPLATE"),
)


def signed(route: str, state: str) -> str:
    """The sign of the thing behind this address in this state; empty where it has none."""
    if "<" not in route or state in ("", "missing"):
        return ""
    of = next((of for beginning, of in SIGNED if route.startswith(beginning)), "")
    return sign(of, state) if of else ""


PAGE_STATES = STATES
SPACE_STATES = ("public", "space", "hidden", "missing")
STATES_OF = (
    ("s/<slug:slug>/people/requests/", ("space", "missing")),
    ("s/<slug:space>/<page:slug>/", PAGE_STATES),
    ("s/", SPACE_STATES),
    ("p/", PAGE_STATES),
    ("files/", PAGE_STATES),
    ("comments/", PAGE_STATES),
    ("secretariat/comments/", ("public", "missing")),
    ("people/", ("public", "space", "missing")),
    ("secretariat/people/", ("public", "missing")),
    ("secretariat/applications/", ("space", "missing")),
    ("join/partner/", ("space", "missing")),
    ("organisations/", ("public", "missing")),
    ("secretariat/organisations/", ("public", "missing")),
    ("labels/", ("public",)),
    ("reviews/", ("space", "missing")),
    ("templates/", ("space", "missing")),
    ("sitemap-", ("public", "missing")),
    ("search/saved/", ("space", "missing")),
    ("me/notices/", ("space", "missing")),
    ("me/messages/", ("space", "missing")),
    ("secretariat/messages/", ("space", "missing")),
    ("glossary/", ("public", "missing")),
    ("secretariat/search/first/", ("public", "missing")),
    ("calendar/feed/", ("missing",)),
    ("times/", SPACE_STATES),
    ("calendar/", SPACE_STATES),
    ("events/", ("public", "space", "hidden", "missing")),
    ("strategy/figures/", ("public", "missing")),
    ("secretariat/figures/", ("public", "missing")),
    ("secretariat/register/", ("public", "missing")),
    ("", ("missing",)),
)
