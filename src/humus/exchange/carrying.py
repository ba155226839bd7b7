"""The deeds: take pages out, at once where they are few, by the worker where they are many."""

from __future__ import annotations

from typing import Any

import structlog
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from humus.exchange import gathering
from humus.exchange.models import Parcel
from humus.exchange.out import FORMATS, Made
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.pages import reading
from humus.pages.models import Page
from humus.people.models import Person

log = structlog.get_logger(__name__)
# What is made while one waits; more goes to the worker.
AT_ONCE = 10
MOST_WAITING = 3


class Work:
    """Pages that are ready, of gathering, which has this share of the time, and of making together."""

    def __init__(self, tell: gathering.Progress | None, share: float) -> None:
        self.tell = tell or (lambda done, total: None)
        self.share, self.total = share, 0

    def gathered(self, done: int, total: int) -> None:
        self.total = total
        self.tell(int(done * self.share), total)

    def made(self, share: float) -> None:
        self.tell(round(self.total * (self.share + (1 - self.share) * share)), self.total)


def take_out(
    *, actor: Any, page: Page, kind: str, tree: bool, language: str, progress: gathering.Progress | None = None
) -> tuple[Made, list[str]]:
    """The file and what must be said about it."""
    if kind not in FORMATS:
        raise DeedError(_("Please choose a format."), field="format")
    work = Work(progress, FORMATS[kind].gathered)
    book = gathering.gather(actor, page, tree=tree, language=language, progress=work.gathered)
    book.told = work.made
    made = FORMATS[kind].make(book)
    work.made(1.0)
    if actor.is_authenticated:
        happened("page.exported", actor=actor, page=page, data={"format": kind, "pages": len(book.chapters)})
    return made, book.notices


@transaction.atomic
def order(*, actor: Person, page: Page, choices: dict[str, Any], total: int) -> Parcel:
    """Have it made by the worker; the parcel is its owner's alone."""
    from humus.exchange.tasks import carry as task

    if Parcel.objects.of(actor).filter(way="out", state__in=("waiting", "working")).count() >= MOST_WAITING:
        raise DeedError(_("Some of your exports are still being made. Please wait until they are ready."))
    parcel = Parcel.objects.create(person=actor, page=page, way="out", choices=choices, total=total)
    task.defer(key=parcel.key)
    return parcel


def carry(key: str) -> None:
    """What the worker does. Run twice it makes the same file again."""
    parcel = Parcel.objects.select_related("person").filter(key=key, state__in=("waiting", "working")).first()
    if parcel is None:
        return
    Parcel.objects.filter(pk=parcel.pk).update(state="working")
    with translation.override(parcel.choices.get("interface", "en")):
        try:
            _carry(parcel)
        except DeedError as refusal:
            Parcel.objects.filter(pk=parcel.pk).update(state="failed", error=str(refusal))
        except Exception:
            sentence = _("The file could not be made. The people who run this site can see why.")
            if parcel.way == "in":
                sentence = _("Something went wrong here. The people who run this site can see why.")
            Parcel.objects.filter(pk=parcel.pk).update(state="failed", error=sentence)
            log.exception("parcel failed", parcel=parcel.key)


def _carry(parcel: Parcel) -> None:
    from humus.exchange import bringing

    person = Person.objects.active().filter(pk=parcel.person_id).first()
    # Asked for anew: the right to see may be gone since.
    page = reading.find(person, pk=parcel.page_id) if person else None
    if page is None:
        raise DeedError(_("This page was not found, or you may not see it any more."))
    if parcel.way == "in":
        bringing.carry(parcel, person, page)
    else:
        _out(parcel, person, page)


def _out(parcel: Parcel, person: Any, page: Page) -> None:
    told = 0

    def progress(done: int, total: int) -> None:
        nonlocal told
        if done >= told + 5 or done == total:
            told = done
            Parcel.objects.filter(pk=parcel.pk).update(done=done, total=total)

    chosen = parcel.choices
    made, notices = take_out(
        actor=person,
        page=page,
        kind=chosen["format"],
        tree=chosen["tree"],
        language=chosen["language"],
        progress=progress,
    )
    parcel.stored.save(made.name, ContentFile(made.content), save=False)
    parcel.name, parcel.notices, parcel.state = made.name, notices, "done"
    parcel.choices = chosen | {"media_type": made.media_type, "size": len(made.content)}
    parcel.save(update_fields=["stored", "name", "notices", "state", "choices"])
