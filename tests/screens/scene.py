"""What the access matrix has no need of: an objective with figures, an event, a page of every block, a waiting mail."""

from __future__ import annotations

import time

from allauth.account.models import EmailAddress
from django.core.mail import get_connection, send_mail

from humus.events.models import Admission, AgendaItem
from humus.events.tests.planted import make_event
from humus.kit import richtext
from humus.notifications.models import OutgoingMail
from humus.pages import domain
from humus.strategy.tests.planted import make_figure, make_goal, make_objective
from tests.access.world import World
from tests.screens.blocks import every_block


def plant(world: World) -> dict[str, list[str]]:
    """Plants it all; answers with the addresses to look at, by role."""
    author = world.people["author"]
    space = world.spaces["public"]
    objective = make_objective(make_goal("B"), "B1")
    make_figure(objective, "2020", 28)
    make_figure(objective, "2030", 196)
    event = make_event(space, "webinar", hours=(13, 17), zone="America/Bogota", place="Montpellier", country="FR")
    asked = [{"label": "Your institute", "required": True, "choices": []}]
    Admission.objects.create(event=event, who="anyone", capacity=2, questions=asked)
    AgendaItem.objects.create(event=event, position=0, title="Opening", speakers="Somebody", starts_at=event.begins_at)
    page = domain.create(actor=author, space=space, title="Every block")
    for body in (richtext.paragraphs("Before"), every_block(world, page)):
        domain.publish(actor=author, page=page, language="en", title="Every block", body=body, note="A note")
    domain.add_label(actor=author, page=page, name="soil")
    outbox = get_connection("humus.notifications.backend.OutboxBackend")
    send_mail("Your code", "It is 123456", None, ["a@example.org"], connection=outbox)
    figures = f"/strategy/figures/{objective.page.key}/"
    everyone = [
        objective.page.get_absolute_url(),
        objective.goal.page.get_absolute_url(),
        figures,
        event.page.get_absolute_url(),
        f"/events/{event.page.key}/register/",
        page.get_absolute_url(),
        f"/p/{page.key}/compare/?from=1&to=2",
        "/search/?q=soil",
        "/search/?q=nothing-of-the-kind",
        "/labels/soil/",
        "/nothing-here/",
    ]
    edited = f"/p/{page.key}/edit/"
    room = [f"{figures}new/", f"/events/{event.page.key}/change/", f"{page.short_url}edit/?plain", edited]
    mail = OutgoingMail.objects.get().pk
    return {
        "anonymous": everyone,
        "secretariat": [everyone[0], everyone[4], *room],
        "administrator": [f"/secretariat/mails/{mail}/", "/secretariat/mail-server/", "/secretariat/mails/"],
        "author": [f"/join/partner/{world.things['application'].key}/"],
        "member": [
            f"{page.short_url}suggestions/",
            "/account/second-factor/totp/activate/",
            "/account/second-factor/webauthn/add/",
        ],
    }


def let_in_again(world: World, role: str) -> None:
    """As if the person had just signed in with an address that is theirs: the screens of the second factor ask that."""
    person = world.people[role]
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
    session = world.clients[role].session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
