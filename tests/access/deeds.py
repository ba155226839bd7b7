"""Deeds asked for straight, past every screen: what a rule must refuse when the door before it stands open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction

from humus.discussions import domain as comments
from humus.discussions.topics import domain as topics
from humus.discussions.topics import voting
from humus.kit.errors import DeedError
from humus.messaging import domain as messaging
from humus.organisations.domain import figures, joining, register, terms
from humus.organisations.models import Application
from humus.pages import domain as pages
from humus.pages.domain import proposing, templating
from humus.people import domain as people
from humus.people import merging, recovering, table
from humus.people.models import Person
from humus.spaces import domain as spaces
from humus.spaces import table as lists
from humus.spaces.domain import inviting
from tests.access.world import ROLES, World

# A suspended person never gets as far as a deed: no request of theirs has a person.
ACTORS = tuple(role for role in ROLES if role != "suspended")
Deed = Callable[[World, Any], Any]


def _own_application(state: str) -> Deed:
    def deed(world: World, actor: Any) -> Any:
        applicant = actor if actor.is_authenticated else world.people["author"]
        own = Application.objects.create(applicant=applicant, kind="partner", name="Own", state=state)
        if state == "draft":
            return joining.save_draft(actor=actor, application=own, fields={"name": "Changed"})
        return joining.remark(actor=actor, application=own, text="Words")

    return deed


def _discussion(space: str, kind: str) -> Deed:
    given = {"title": "Words", "text": "Words", "kind": kind}
    return lambda world, actor: topics.start_discussion(actor=actor, space=world.spaces[space], **given)


def _poll(world: World) -> Any:
    given = {"title": "Which?", "text": "", "kind": "poll", "choices": ["One", "Two"]}
    author = world.people["author"]
    return topics.start_discussion(actor=author, space=world.spaces["public"], **given).poll


def _of_author(world: World) -> Any:
    return world.things["application"]


DEEDS: dict[str, Deed] = {
    "enter an organisation": lambda world, actor: register.enter(actor=actor, fields={"name": "New Institute"}),
    "suspend a person": lambda world, actor: people.suspend(
        actor=actor, person=world.people["listed"], reason="Because"
    ),
    "suspend an administrator": lambda world, actor: people.suspend(
        actor=actor, person=world.people["second"], reason="Because"
    ),
    "give a role": lambda world, actor: people.grant_role(actor=actor, person=world.people["listed"], role="bureau"),
    "change another's profile": lambda world, actor: people.edit_profile(
        actor=actor, person=world.people["listed"], fields={"biography": "Changed"}
    ),
    "change one's own profile": lambda world, actor: people.edit_profile(
        actor=actor, person=actor, fields={"biography": "Changed"}
    ),
    "merge two people": lambda world, actor: merging.merge(
        actor=actor, kept=world.people["listed"], gone=world.people["unlisted"]
    ),
    "merge into an administrator": lambda world, actor: merging.merge(
        actor=actor, kept=world.people["second"], gone=world.people["unlisted"]
    ),
    "take the list of people": lambda world, actor: table.written(actor=actor, people=Person.objects.all()),
    "reset a second factor": lambda world, actor: recovering.reset_second_factor(
        actor=actor, person=world.people["second"], reason="Because"
    ),
    "take the list of a space": lambda world, actor: lists.people_of(actor=actor, space=world.spaces["space"]),
    "add a region": lambda world, actor: terms.add(actor=actor, name="region", label={"en": "Middle"}),
    "retire a region": lambda world, actor: terms.retire(actor=actor, name="region", key="europe"),
    "correct a stated figure": lambda world, actor: figures.correct(
        actor=actor, figure=world.things["stated"], reason="Because", value=8
    ),
    "decide an application": lambda world, actor: joining.decide(
        actor=actor, application=_of_author(world), accept=False, reason="Because"
    ),
    "remark on one's own application": _own_application("submitted"),
    "change another's application": lambda world, actor: joining.save_draft(
        actor=actor, application=_of_author(world), fields={"name": "Changed"}
    ),
    "change one's own application": _own_application("draft"),
    "invite into a space": lambda world, actor: inviting.invite(
        actor=actor, email="new@example.org", space=world.spaces["space"]
    ),
    "invite onto the platform": lambda world, actor: inviting.invite(actor=actor, email="new@example.org"),
    "send words back from review": lambda world, actor: proposing.send_back(
        actor=actor, proposal=world.things["proposal"], reason="Because"
    ),
    "withdraw words from review": lambda world, actor: proposing.withdraw(
        actor=actor, proposal=world.things["proposal"]
    ),
    "remove a template of a space": lambda world, actor: templating.remove_template(
        actor=actor, template=world.things["template"]
    ),
    "remove a template for all": lambda world, actor: templating.remove_template(
        actor=actor, template=world.things["wide"]
    ),
    "destroy a binned page": lambda world, actor: pages.destroy(actor=actor, page=world.pages["binned"]),
    "comment on a page": lambda world, actor: comments.add(actor=actor, page=world.pages["public"], text="Words"),
    "start a discussion in a public space": _discussion("public", "talk"),
    "start a discussion in a closed space": _discussion("space", "talk"),
    "announce in a public space": _discussion("public", "announcement"),
    "vote in a poll of another": lambda world, actor: voting.vote(actor=actor, poll=_poll(world), choices=[]),
    "close a poll of another": lambda world, actor: voting.close(actor=actor, poll=_poll(world)),
    "settle a reported message": lambda world, actor: messaging.settle(
        actor=actor, complaint=world.things["complaint"]
    ),
    "join a space by invitation only": lambda world, actor: spaces.join(actor=actor, space=world.spaces["hidden"]),
    "join an open space": lambda world, actor: spaces.join(actor=actor, space=world.spaces["public"]),
}


def answer(world: World, name: str, role: str) -> str:
    """``+`` where the right is there, whatever the deed then says of what was asked; ``3`` where it is not."""
    actor = world.people[role] if role in world.people else AnonymousUser()
    try:
        with transaction.atomic():
            DEEDS[name](world, actor)
            transaction.set_rollback(True)
    except PermissionDenied:
        return "3"
    except DeedError:
        return "+"
    except Exception:
        # Past its right a deed may stumble over what nobody foresaw there: not the answer of the grid.
        return "!"
    return "+"


def grid(world: World, name: str) -> str:
    return "".join(answer(world, name, role) for role in ACTORS)
