"""What pages forget about an erased person: drafts, watches and what live documents remember of their writing.

Published words stay, under a neutral name.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from humus.pages.models import Draft, Watch
from humus.people import erasure, merging
from humus.people.models import Person


def forget(person: Person) -> None:
    Draft.objects.filter(person=person).delete()
    Watch.objects.filter(person=person).delete()
    from humus.pages.domain.rooms import forget_writer

    forget_writer(person)


def furnish() -> None:
    erasure.ERASERS.append(forget)
    merging.PRECIOUS.add("pages.draft")
    merging.WORDS |= {
        "pages.page": _("Pages begun"),
        "pages.version": _("Versions of pages"),
        "pages.draft": _("Drafts"),
        "pages.watch": _("Pages watched"),
    }
