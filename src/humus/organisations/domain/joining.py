"""Deeds of an application: draft, hand in, question and answer, decision, withdrawal."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.kit.sentences import is_sentence
from humus.organisations import mails
from humus.organisations.domain import register
from humus.organisations.models import Application, ApplicationNote, Colleague, Organisation

WANTED = ("kind", "name", "category", "country", "why", "signatory", "declaration")


def locked(application: Application) -> Application:
    return Application.objects.select_for_update(of=("self",)).select_related("applicant").get(pk=application.pk)


@transaction.atomic
def begin(*, actor: Any, language: str) -> Application:
    """A new draft, or the empty one that is already there."""
    draft = Application.objects.filter(applicant=actor, state="draft", name="").first()
    return draft or Application.objects.create(applicant=actor, language=language)


@transaction.atomic
def save_draft(*, actor: Any, application: Application, fields: dict[str, Any]) -> Application:
    """Keep what is typed so far. Once handed in, only an open question lets the applicant change it."""
    require("application.edit", actor, application)
    row = locked(application)
    if row.state not in ("draft", "question"):
        raise DeedError(_("The application is with the Bureau and cannot be changed now."))
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return row


def missing(application: Application) -> dict[str, str]:
    """What still lacks before it can be handed in: field to sentence."""
    lacks = {name: _("Please fill this in.") for name in WANTED if not getattr(application, name)}
    if application.why and not is_sentence(application.why):
        lacks["why"] = _("Please write at least one whole sentence.")
    kind = application.kind_of_organisation
    if kind and kind.proof_needed and not application.proof:
        lacks["proof"] = _("For this category the Bureau needs a proof of status.")
    if kind and application.kind == "member" and not kind.may_be_member:
        lacks["kind"] = kind.no_member
    return lacks


@transaction.atomic
def hand_in(*, actor: Any, application: Application) -> Application:
    require("application.edit", actor, application)
    row = locked(application)
    if row.state not in ("draft", "question"):
        raise DeedError(_("The application has already been handed in."))
    for field, words in missing(row).items():
        raise DeedError(words, field=field)
    row.state, row.submitted_at = "submitted", row.submitted_at or timezone.now()
    row.save(update_fields=["state", "submitted_at"])
    happened("application.handed_in", actor=actor, person=actor, data={"application": row.key})
    mails.tell(actor, "application_received", {"application": row}, row.language)
    return row


def note(actor: Any, application: Application, kind: str, text: str) -> ApplicationNote:
    if not text.strip():
        raise DeedError(_("Please write something."), field="text")
    return ApplicationNote.objects.create(application=application, author=actor, kind=kind, text=text.strip())


@transaction.atomic
def ask(*, actor: Any, application: Application, text: str) -> ApplicationNote:
    """A question back: the application waits for its applicant."""
    require("application.decide", actor, application)
    row = locked(application)
    if row.state not in ("submitted", "question"):
        raise DeedError(_("This application has already been decided or withdrawn."))
    question = note(actor, row, "question", text)
    row.state = "question"
    row.save(update_fields=["state"])
    happened("application.asked", actor=actor, person=row.applicant, data={"application": row.key})
    mails.tell(row.applicant, "application_question", {"application": row, "question": question}, row.language)
    return question


@transaction.atomic
def answer(*, actor: Any, application: Application, text: str) -> ApplicationNote:
    """The applicant answers, and the application is with the Bureau again."""
    require("application.edit", actor, application)
    row = locked(application)
    if row.state != "question":
        raise DeedError(_("No question is open."))
    for field, words in missing(row).items():
        raise DeedError(words, field=field)
    answered = note(actor, row, "answer", text)
    row.state = "submitted"
    row.save(update_fields=["state"])
    happened("application.answered", actor=actor, person=actor, data={"application": row.key})
    return answered


@transaction.atomic
def remark(*, actor: Any, application: Application, text: str) -> ApplicationNote:
    """A note among the Bureau; the applicant never sees it."""
    require("application.decide", actor, application)
    return note(actor, locked(application), "internal", text)


@transaction.atomic
def withdraw(*, actor: Any, application: Application) -> None:
    require("application.edit", actor, application)
    row = locked(application)
    row.state = "withdrawn"
    row.save(update_fields=["state"])
    happened("application.withdrawn", actor=actor, person=actor, data={"application": row.key})


@transaction.atomic
def decide(
    *, actor: Any, application: Application, accept: bool, reason: str = "", entry: Organisation | None = None
) -> Application:
    """Accept into the register (a new entry, or ``entry`` where it already stands there), or decline with a reason."""
    require("application.decide", actor, application)
    row = locked(application)
    if row.state != "submitted":
        raise DeedError(_("Only an application that is with the Bureau can be decided."))
    if not accept and not reason.strip():
        raise DeedError(_("Please give a reason; the applicant will read it."), field="reason")
    row.state, row.reason = ("accepted" if accept else "declined"), reason.strip()
    row.decided_at, row.decided_by = timezone.now(), actor
    if accept:
        row.organisation = admit(actor=actor, application=row, entry=entry)
    row.save()
    happened(
        "application.decided",
        actor=actor,
        person=row.applicant,
        organisation=row.organisation,
        data={"application": row.key, "accepted": accept},
    )
    mails.tell(row.applicant, "application_decided", {"application": row}, row.language)
    return row


def admit(*, actor: Any, application: Application, entry: Organisation | None) -> Organisation:
    """Entry, affiliation and the applicant as confirmed focal point, all or nothing."""
    register.check_affiliation(entry.category if entry else application.category, application.kind)
    register.check_affiliation(application.category, application.kind)
    organisation = entry or register.write(actor=actor, fields=entry_fields(application))
    register.affiliate(
        actor=actor,
        organisation=organisation,
        kind=application.kind,
        since=timezone.localdate(),
        decided_by_text="Bureau",
    )
    row, _new = Colleague.objects.get_or_create(organisation=organisation, person=application.applicant, ended_at=None)
    row.role = "focal_point"
    row.confirmed_at, row.confirmed_by, row.confirmed_how = timezone.now(), actor, "application"
    row.save()
    return organisation


def entry_fields(application: Application) -> dict[str, Any]:
    names = ("name", "acronym", "category", "country", "city", "website")
    fields: dict[str, Any] = {name: getattr(application, name) for name in names}
    if application.logo:
        with application.logo.open("rb") as picture:
            fields["logo"] = ContentFile(picture.read(), name=application.logo.name.rsplit("/", 1)[-1])
    return fields
