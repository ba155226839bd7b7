"""What spaces add to one's own home, and what they forget about an erased person."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from humus.people import erasure, merging, sections
from humus.people.models import Person
from humus.spaces.models import Invitation, JoinRequest, Membership


def on_home(viewer: Any, person: Person) -> dict[str, Any]:
    held = Membership.objects.current().filter(person=person, space__archived_at=None).select_related("space")
    waiting = JoinRequest.objects.waiting().filter(person=person).count()
    return {"memberships": sorted(held, key=lambda row: row.space.title.casefold()), "waiting": waiting}


def forget(person: Person) -> None:
    """Memberships end, requests are taken back, and the reasons written about the person go."""
    now = timezone.now()
    Membership.objects.filter(person=person).update(ended_reason="")
    Membership.objects.current().filter(person=person).update(ended_at=now)
    JoinRequest.objects.waiting().filter(person=person).update(withdrawn_at=now)
    JoinRequest.objects.filter(person=person).update(statement="", reason="")
    Invitation.objects.filter(Q(accepted_by=person) | Q(pk__in=invited(person))).delete()


def invited(person: Person) -> Any:
    own = [person.email.lower(), *EmailAddress.objects.filter(user=person).values_list(Lower("email"), flat=True)]
    return Invitation.objects.annotate(low=Lower("email")).filter(low__in=own).values("pk")


def furnish() -> None:
    sections.HOME.insert(0, sections.Section(template="spaces/parts/on_home.html", context=on_home))
    erasure.ERASERS.append(forget)
    merging.WORDS |= {"spaces.membership": _("Places in spaces"), "spaces.joinrequest": _("Requests to join")}
