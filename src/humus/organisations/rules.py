"""Who may do what in the register."""

from __future__ import annotations

from typing import Any

from humus.kit.access import rule
from humus.organisations.models import Application, Colleague, Organisation


def is_focal_point(person: Any, organisation: Organisation) -> bool:
    """Whether the person is confirmed as a focal point there today; asked once per person and organisation."""
    if not person.is_authenticated:
        return False
    if not hasattr(person, "focal_points"):
        mine = Colleague.objects.confirmed().of(person).filter(role="focal_point")
        person.focal_points = set(mine.values_list("organisation_id", flat=True))
    return organisation.pk in person.focal_points


@rule("organisation.register")
def may_register(person: Any, organisation: Organisation | None) -> bool:
    return bool(person.is_secretariat)


@rule("organisation.edit")
def may_edit(person: Any, organisation: Organisation) -> bool:
    if organisation.merged_into_id or organisation.removed_at:
        return False
    return person.is_secretariat or is_focal_point(person, organisation)


@rule("organisation.colleagues")
def may_answer_colleagues(person: Any, organisation: Organisation) -> bool:
    return may_edit(person, organisation)


@rule("application.edit")
def may_edit_application(person: Any, application: Application) -> bool:
    return bool(person.is_authenticated and application.applicant_id == person.pk and application.is_open)


@rule("application.decide")
def may_decide(person: Any, application: Application) -> bool:
    """The Bureau, but nobody on an application of their own."""
    return bool(person.is_bureau and application.applicant_id != person.pk and application.state != "draft")
