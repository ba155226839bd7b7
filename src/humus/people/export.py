"""Everything the platform keeps about one person, as one ZIP of JSON and files.

Every table that points at a person by a named relation is in it by itself, so that nothing is forgotten. An app that
tells it better adds a part from its ``apps.py``, ``PARTS["organisations"] = function``, and names the tables it covers
in ``COVERED``.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from humus.kit.happenings import happened
from humus.people.models import Person

# A part answers rows; a value that is a Django file becomes a file of the ZIP and its name stands in its place.
PARTS: dict[str, Callable[[Person], list[dict[str, Any]]]] = {}
COVERED: set[str] = set()
# Relations without a name of their own are mostly stamps on what is another's. These tell of the person; a binary
# column is brought as a file with the ending that stands here, and left out without one.
ALSO: set[str] = set()
ENDINGS: dict[str, str] = {}
# Keys that open something: whoever holds the export must not hold these.
SECRET = {
    "people.person.password",
    "people.person.epoch",
    "mfa.authenticator.data",
    "usersessions.usersession.session_key",
    "usersessions.usersession.data",
}


def row_of(thing: models.Model, person: Person) -> dict[str, Any]:
    """One row as plain values. Other people appear by their public key at most."""
    row: dict[str, Any] = {}
    for field in thing._meta.concrete_fields:
        name = f"{thing._meta.label_lower}.{field.name}"
        if name in SECRET:
            continue
        if isinstance(field, models.BinaryField):
            if name in ENDINGS:
                row[field.name] = ContentFile(bytes(getattr(thing, field.name)), f"{thing.pk}.{ENDINGS[name]}")
            continue
        if field.is_relation and field.related_model is Person:
            row[field.name] = "me" if getattr(thing, field.attname) == person.pk else None
        elif isinstance(field, models.FileField):
            row[field.name] = getattr(thing, field.name) or ""
        else:
            row[field.name] = field.value_from_object(thing)
    return row


def rows(person: Person) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    yield "account", [row_of(person, person)]
    named = set(Person._meta.related_objects)
    for relation in Person._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
            continue
        label, field = relation.related_model._meta.label_lower, relation.field.name
        if label in COVERED or (relation not in named and f"{label}.{field}" not in ALSO):
            continue
        found = relation.related_model._base_manager.filter(**{field: person}).order_by("pk")
        yield f"{label}.{field}", [row_of(thing, person) for thing in found]
    for name, part in PARTS.items():
        yield name, part(person)


def pack(person: Person) -> bytes:
    """The ZIP: ``data.json`` and a folder of files."""
    files: dict[str, File[bytes]] = {}

    def place(value: Any) -> Any:
        if isinstance(value, File):
            name = f"files/{len(files) + 1:03d}-{str(value.name).rsplit('/', 1)[-1]}"
            files[name] = value
            return name
        return DjangoJSONEncoder().default(value)

    data = {"made_at": timezone.now(), "person": person.key} | {name: part for name, part in rows(person) if part}
    text = json.dumps(data, default=place, ensure_ascii=False, indent=2)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", text)
        for name, file in files.items():
            if isinstance(file, ContentFile) or file.storage.exists(file.name):  # type: ignore[attr-defined]
                with file.open("rb") as stream:
                    archive.writestr(name, stream.read())
    return out.getvalue()


@transaction.atomic
def export(*, actor: Person) -> bytes:
    """My data, and a line in the log that I took it."""
    packed = pack(actor)
    happened("person.exported", actor=actor, person=actor)
    return packed
