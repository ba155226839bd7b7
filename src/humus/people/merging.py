"""Two accounts of one person: everything moves to the one that is kept, and both addresses sign in to it.

Every table that points at a person is moved by itself. What the kept account already has is not doubled. An app
names in ``WORDS`` how its rows are called in the preview, in ``PRECIOUS`` those that must never be dropped, and adds
to ``FIRST`` what it must do before its rows move.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.people import mails
from humus.people.domain import locked
from humus.people.erasure import EMPTY
from humus.people.models import Person

WORDS: dict[str, str | Promise] = {
    "people.suspension": gettext_lazy("Suspensions"),
    "account.emailaddress": gettext_lazy("E-mail addresses"),
    "socialaccount.socialaccount": gettext_lazy("Other services to sign in with"),
}
PRECIOUS: set[str] = set()
FIRST: list[Callable[[Person, Person], None]] = []
# Keys and sessions stay with the account that goes; roles on the site are never inherited.
STAYS = {"people.siterole", "people.person", "mfa.authenticator", "usersessions.usersession"}
FIELDS = ("name", "biography", "country", "time_zone", "languages", "expertise", "orcid", "photo")


def relations() -> Iterator[tuple[type[models.Model], str]]:
    """Each table and column that points at a person, hidden ones too."""
    for relation in Person._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and relation.related_model is not None:
            model: Any = relation.related_model
            if model._meta.label_lower not in STAYS:
                yield model, relation.field.name  # type: ignore[union-attr]


def preview(gone: Person) -> list[tuple[str, int]]:
    """What would move, in words, with its number."""
    counted: dict[str, int] = {}
    pointing: dict[type[models.Model], Q] = {}
    for model, column in relations():
        pointing[model] = pointing.get(model, Q()) | Q(**{column: gone})
    for model, held in pointing.items():
        label = str(WORDS.get(model._meta.label_lower, _("Other records")))
        counted[label] = counted.get(label, 0) + model._base_manager.filter(held).count()
    return [(label, number) for label, number in counted.items() if number]


def likely_twins(person: Person) -> Any:
    """Accounts with the same name or the same ORCID."""
    same = Q(name__unaccent__iexact=person.name) if person.name else Q(pk=None)
    if person.orcid:
        same |= Q(orcid=person.orcid)
    return Person.objects.filter(same, erased_at=None).exclude(pk=person.pk)[:5]


@transaction.atomic
def merge(*, actor: Any, kept: Person, gone: Person) -> Person:
    """Move everything of ``gone`` to ``kept``, fill its empty fields, and close ``gone`` for ever."""
    if kept.pk == gone.pk:
        raise DeedError(_("Choose two different accounts."))
    kept, gone = (locked(person) for person in (kept, gone))
    for person in (kept, gone):
        require("person.merge", actor, person)
        if not person.is_active:
            raise DeedError(_("%(name)s is suspended or erased and cannot be merged.") % {"name": person})
    if gone.site_roles:
        raise DeedError(_("%(name)s holds a role on the site. Take it away first.") % {"name": gone})
    addresses = [kept.email, gone.email]
    EmailAddress.objects.filter(user=gone).update(primary=False)
    for prepare in FIRST:
        prepare(kept, gone)
    for model, column in relations():
        move(model, column, kept, gone)
    fill(kept, gone)
    close(gone, kept)
    happened("person.merged", actor=actor, person=kept)
    for address in addresses:
        mails.write(address, "people/mail/merged.txt", {"kept": kept, "addresses": addresses}, kept.language)
    return kept


def move(model: type[models.Model], column: str, kept: Person, gone: Person) -> None:
    """All rows at once; where one would stand twice, one by one, and the double goes."""
    rows = model._base_manager.filter(**{column: gone})
    try:
        with transaction.atomic():
            rows.update(**{column: kept})
    except IntegrityError:
        for row in rows.order_by("pk"):
            move_one(row, column, kept)


def move_one(row: models.Model, column: str, kept: Person) -> None:
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**{column: kept})
    except IntegrityError:
        if row._meta.label_lower in PRECIOUS:
            words = _("Both accounts have a draft of the same page. One of them must be published or discarded first.")
            raise DeedError(words) from None
        row.delete()


def fill(kept: Person, gone: Person) -> None:
    for field in FIELDS:
        if not getattr(kept, field):
            setattr(kept, field, getattr(gone, field))
    kept.save(update_fields=FIELDS)


def close(gone: Person, kept: Person) -> None:
    """An empty shell stays, so that its old address leads on."""
    Authenticator.objects.filter(user=gone).delete()
    UserSession.objects.filter(user=gone).delete()
    for name, value in EMPTY.items():
        setattr(gone, name, value)
    gone.email = f"merged-{gone.key}@erased.invalid"
    gone.erased_at, gone.merged_into = timezone.now(), kept
    gone.set_unusable_password()
    gone.save()
    gone.end_sessions()
