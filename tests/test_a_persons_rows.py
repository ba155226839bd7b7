"""Every table that points at a person: what becomes of it in the export of their data and when they are erased.

The ledger below is compared with the models, so that a new table cannot be forgotten.
"""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from pycrdt import Doc

from humus.kit import richtext
from humus.pages.live import wire
from humus.people import erasure, export
from humus.people.models import Person

# After erasing no row of these points at the person.
GONE = {
    "account.emailaddress.user",
    "discussions.mention.person",
    "discussions.reaction.person",
    "discussions.seen.person",
    "events.feed.person",
    "events.slotanswer.person",
    "exchange.parcel.person",
    "incoming.incomingmail.person",
    "messaging.letterbox.person",
    "mfa.authenticator.user",
    "notifications.follow.person",
    "notifications.follow.whom",
    "notifications.habits.person",
    "notifications.notice.person",
    "notifications.pushdevice.person",
    "notifications.spacehabit.person",
    "organisations.application.applicant",
    "pages.draft.person",
    "pages.remark.person",
    "pages.roomupdate.person",
    "pages.roomwriter.person",
    "pages.suggestion.person",
    "pages.upkeep.owner",
    "pages.watch.person",
    "people.block.blocked",
    "people.block.person",
    "search.savedsearch.person",
    "socialaccount.socialaccount.user",
    "spaces.invitation.accepted_by",
    "usersessions.usersession.user",
}
# These stay as the record of what happened in common, under the neutral name and without the person's words.
STAYS = {
    "activity.activity.actor",
    "activity.activity.person",
    "discussions.ballot.person",
    "discussions.comment.author",
    "discussions.report.person",
    "events.registration.person",
    "events.timepoll.asked_by",
    "messaging.complaint.person",
    "messaging.message.author",
    "messaging.part.person",
    "organisations.applicationnote.author",
    "organisations.colleague.person",
    "pages.decision.person",
    "pages.fileversion.uploaded_by",
    "pages.page.author",
    "pages.proposal.author",
    "pages.proposalwriter.person",
    "pages.restriction.person",
    "pages.version.author",
    "pages.versionauthor.person",
    "people.person.merged_into",
    "people.siterole.person",
    "people.suspension.person",
    "spaces.joinrequest.person",
    "spaces.membership.person",
}
# Kept for a minute while the room is open, or a copy made for finding: neither tells more than its source.
PASSING = {"pages.roompresence.person", "search.entry.person"}
# Not in the export by their own name: they stand in a part that tells them better, or tell of somebody else's wish.
TOLD_OTHERWISE = {
    "messaging.message.author": "conversations",
    "messaging.part.person": "conversations",
    "organisations.application.applicant": "applications",
    "organisations.applicationnote.author": "applications",
    "pages.fileversion.uploaded_by": "files",
}
NOT_TOLD = {"pages.roomupdate.person", "people.block.blocked", "people.person.merged_into"}
# Who did what another is told of.
DOERS = {"notifications.telling.actor"}


def relations() -> dict[str, Any]:
    found = {}
    for one in Person._meta.get_fields(include_hidden=True):
        if one.auto_created and not one.concrete and (one.one_to_many or one.one_to_one):
            found[f"{one.related_model._meta.label_lower}.{one.field.name}"] = one
    return found


def is_stamp(name: str) -> bool:
    """``granted_by`` and the like: who decided, set or ended something that is another's."""
    return name in DOERS or name.rsplit(".", 1)[1].split("_")[-1] == "by"


def test_the_fate_of_each_table_is_known() -> None:
    known = GONE | STAYS | PASSING
    assert {name for name in relations() if name not in known and not is_stamp(name)} == set()
    assert known - set(relations()) == set()


# What a rule of the database asks for beyond the columns themselves.
MORE: dict[str, dict[str, Any]] = {
    "pages.restriction": {"role": ""},
    "pages.roomupdate": {"data": wire.pack_many([])},
    "pages.room": {"snapshot": Doc().get_update()},
}


class Planter:
    """Makes a row of any model with what its columns ask for, past the rules of the domain."""

    def __init__(self, person: Person, other: Person) -> None:
        self.person, self.other = person, other
        self.made: dict[type[models.Model], models.Model] = {}
        self.count = 0

    def plant(self, model: type[models.Model], field: str) -> models.Model:
        return self._make(model, {field: self.person})

    def _make(self, model: type[models.Model], given: dict[str, Any]) -> models.Model:
        given = given | MORE.get(model._meta.label_lower, {})
        row = model(**given)
        for field in model._meta.concrete_fields:
            if field.name in given or field.null or (field.primary_key and not field.is_relation):
                continue
            if field.is_relation:
                setattr(row, field.name, self._existing(field.related_model))
            elif not field.has_default():
                setattr(row, field.name, self._value(field))
        model._base_manager.bulk_create([row])
        return row

    def _existing(self, model: Any) -> models.Model:
        if model is Person:
            return self.other
        found = model._base_manager.first() or self.made.get(model) or self._make(model, {})
        self.made[model] = found
        return found

    def _value(self, field: Any) -> Any:
        if isinstance(field, models.BooleanField):
            return False
        if isinstance(field, models.JSONField):
            return richtext.empty() if field.name == "body" else {}
        if isinstance(field, ArrayField):
            return []
        if isinstance(field, models.DateTimeField):
            return timezone.now()
        if isinstance(field, models.DateField):
            return timezone.now().date()
        if isinstance(field, models.GenericIPAddressField):
            return "192.0.2.1"
        if isinstance(field, models.BinaryField):
            return b"CANARY"
        if isinstance(field, models.IntegerField | models.FloatField | models.DecimalField):
            self.count += 1
            return self.count
        if field.choices:
            return field.choices[0][0]
        self.count += 1
        return "" if isinstance(field, models.FileField) else f"c{self.count}"[: field.max_length]


@pytest.fixture
def planted(cast: SimpleNamespace) -> list[str]:
    planter = Planter(cast.member, cast.leader)
    names = sorted(GONE | STAYS - {"people.person.merged_into"})
    for name in names:
        relation = relations()[name]
        if not relation.related_model._base_manager.filter(**{relation.field.name: cast.member}).exists():
            planter.plant(relation.related_model, relation.field.name)
    return names


def test_the_export_tells_of_each_table(cast: SimpleNamespace, planted: list[str]) -> None:
    told = {name for name, rows in export.rows(cast.member) if rows}
    expected = {TOLD_OTHERWISE.get(name, name) for name in planted if name not in NOT_TOLD}
    assert expected - told == set()
    assert told & NOT_TOLD == set()


def test_the_export_brings_a_mail_as_a_file_and_no_key(cast: SimpleNamespace, planted: list[str]) -> None:
    archive = zipfile.ZipFile(BytesIO(export.pack(cast.member)))
    told = json.loads(archive.read("data.json"))
    (mail,) = told["incoming.incomingmail.person"]
    assert archive.read(mail["message"]) == b"CANARY"
    assert mail["message"].endswith(".eml")
    assert set(told["notifications.pushdevice.person"][0]) == {"id", "person", "name", "since", "refusals"}
    assert "digest" not in told["events.feed.person"][0]


def test_no_row_that_is_theirs_outlives_an_erased_person(cast: SimpleNamespace, planted: list[str]) -> None:
    erasure.erase(actor=cast.member, person=cast.member)
    left = [
        name
        for name in sorted(GONE)
        if relations()[name].related_model._base_manager.filter(**{relations()[name].field.name: cast.member}).exists()
    ]
    assert left == []
