"""What carrying pages adds to the menu of a page, and what it forgets about an erased person."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from humus.exchange.models import Parcel
from humus.pages import panels
from humus.people import erasure, merging
from humus.people.models import Person


def forget(person: Person) -> None:
    drop(Parcel.objects.filter(person=person))


def drop(parcels: Iterable[Parcel]) -> None:
    """Delete rows with their files."""
    for parcel in parcels:
        if parcel.stored:
            parcel.stored.delete(save=False)
        parcel.delete()


def furnish() -> None:
    panels.MENU.append(panels.Item("page_export", _("Export"), "download", to="all"))
    panels.MENU.append(panels.Item("page_import", _("Import below"), "upload", to="contributors"))
    panels.BEGINNINGS.append(panels.Item("page_import", _("Bring in a file"), "upload", to="contributors"))
    erasure.ERASERS.append(forget)
    merging.WORDS |= {"exchange.parcel": _("Exports and imports")}
