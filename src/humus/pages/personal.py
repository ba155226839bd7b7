"""What pages forget about an erased person: drafts, watches and what live documents remember of their writing.

Published words stay, under a neutral name.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from humus.pages.models import Decision, Draft, FileVersion, Proposal, Remark, Suggestion, Upkeep, Watch
from humus.people import erasure, export, merging
from humus.people.models import Person


def forget(person: Person) -> None:
    Draft.objects.filter(person=person).delete()
    Proposal.objects.living().filter(author=person).delete()
    Upkeep.objects.filter(owner=person).update(owner=None)
    Remark.objects.filter(person=person).update(person=None)
    Watch.objects.filter(person=person).delete()
    Suggestion.objects.filter(person=person).delete()
    Decision.objects.filter(person=person).update(words="")
    Decision.objects.filter(decided_by=person).update(reason="")
    from humus.pages.domain.rooms import forget_writer

    forget_writer(person)


def files(person: Person) -> list[dict[str, Any]]:
    """What the person brought to pages, by name and page."""
    brought = FileVersion.objects.filter(uploaded_by=person).order_by("pk")
    told = brought.values("file__name", "file__page__key", "number", "size", "sha256", "uploaded_at")
    return [dict(one) for one in told]


def furnish() -> None:
    erasure.ERASERS.append(forget)
    # Files of pages are told by their rows: whole, they would make a download that no line carries.
    export.PARTS["files"] = files
    export.ALSO |= {f"pages.{name}.person" for name in ("decision", "proposalwriter", "restriction", "roomwriter")}
    export.ALSO.add("pages.versionauthor.person")
    merging.PRECIOUS |= {"pages.draft", "pages.suggestion", "pages.proposal"}
    merging.WORDS |= {
        "pages.page": _("Pages begun"),
        "pages.version": _("Versions of pages"),
        "pages.draft": _("Drafts"),
        "pages.suggestion": _("Changes suggested"),
        "pages.decision": _("Decisions on changes suggested"),
        "pages.watch": _("Pages watched"),
        "pages.proposal": _("Texts handed in for review"),
        "pages.remark": _("Remarks on texts in review"),
        "pages.upkeep": _("Pages looked after"),
        "pages.pagetemplate": _("Templates"),
    }
