"""The deeds that bring pages in: what they would become is shown first, they are made when their owner says so."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from humus.exchange.into import reading
from humus.exchange.making import Maker
from humus.exchange.models import Parcel
from humus.exchange.personal import drop
from humus.kit.access import may, require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.kit.scanner import scan
from humus.pages import domain
from humus.pages.media import safe_name
from humus.pages.models import Page

# Read and made while one waits; more goes to the worker.
AT_ONCE = 10
MOST_KEPT = 3


def look(*, actor: Any, page: Page, uploaded: Any) -> Parcel:
    """Keep the file and say what it would become; no page is made yet."""
    require("space.contribute", actor, page.space)
    if uploaded.size > settings.UPLOAD_LIMIT:
        limit = settings.UPLOAD_LIMIT // 1_000_000
        raise DeedError(_("This file is too large: at most %(limit)d MB.") % {"limit": limit}, field="file")
    scan(uploaded)
    name = safe_name(uploaded.name)
    total = reading.count(name, uploaded)
    uploaded.seek(0)
    _make_room(actor)
    parcel = Parcel(person=actor, page=page, way="in", state="waiting", total=total, name=name)
    parcel.choices = {"step": "look", "interface": get_language() or "en"}
    parcel.stored.save(name, File(uploaded), save=False)
    parcel.save()
    if total > AT_ONCE:
        _defer(parcel)
        return parcel
    try:
        inspect(parcel)
    except DeedError:
        drop([parcel])
        raise
    return parcel


def _make_room(actor: Any) -> None:
    """A few files wait for their owner's word, the oldest gives way; work that is not done yet holds new work off."""
    mine = Parcel.objects.of(actor).filter(way="in")
    if mine.filter(state__in=("waiting", "working")).count() >= MOST_KEPT:
        raise DeedError(_("Some of your imports are still being worked on. Please wait until they are ready."))
    drop(mine.filter(state="shown").order_by("-created_at")[MOST_KEPT - 1 :])


def _defer(parcel: Parcel) -> None:
    from humus.exchange.tasks import carry as task

    task.defer(key=parcel.key)


def inspect(parcel: Parcel) -> None:
    """The dry run."""
    with parcel.stored.open("rb") as file:
        bundle = reading.read(parcel.name, file, _progress(parcel))
    shown = [
        {"title": item.title, "depth": bundle.depth(item), "files": len(item.files), "language": item.language}
        for item in bundle.items
    ]
    parcel.choices |= {"shown": shown}
    parcel.notices, parcel.state, parcel.done, parcel.total = bundle.notices, "shown", 0, len(shown)
    parcel.save(update_fields=["choices", "notices", "state", "done", "total"])


def _progress(parcel: Parcel) -> reading.Progress:
    def progress(done: int, total: int) -> None:
        if total > AT_ONCE and (done % 5 == 0 or done == total):
            Parcel.objects.filter(pk=parcel.pk).update(done=done, total=total)

    return progress


def begin(*, actor: Any, parcel: Parcel, publish: bool) -> None:
    """Make the pages: here and now where they are few, else by the worker. Asked twice, they are made once."""
    from humus.exchange import carrying

    with transaction.atomic():
        found = Parcel.objects.of(actor).select_for_update().filter(pk=parcel.pk, way="in", state="shown").first()
        if found is None:
            return
        found.state, found.choices = "waiting", found.choices | {"step": "bring", "publish": publish}
        found.save(update_fields=["state", "choices"])
        if found.total > AT_ONCE:
            _defer(found)
            return
    carrying.carry(parcel.key)


def discard(*, actor: Any, parcel: Parcel) -> None:
    drop(Parcel.objects.of(actor).filter(pk=parcel.pk, way="in", state="shown"))


def undo(*, actor: Any, parcel: Parcel) -> int:
    """Everything that came with the file goes to the bin, where it can be brought back. Answers how many pages."""
    with transaction.atomic():
        found = Parcel.objects.of(actor).select_for_update().filter(pk=parcel.pk, way="in", state="done").first()
        if found is None:
            return 0
        tops = found.choices.get("tops", {})
        pages = Page.objects.visible_to(actor).filter(key__in=tops).exclude(status="binned").select_related("space")
        count = sum(domain.to_bin(actor=actor, page=page) for page in pages)
        found.choices |= {"undone": timezone.now().isoformat()}
        found.save(update_fields=["choices"])
        return count


def carry(parcel: Parcel, person: Any, page: Page) -> None:
    """What the worker does for a parcel on its way in."""
    if not may("space.contribute", person, page.space):
        raise DeedError(_("You may not add pages to this space any more."))
    if parcel.choices.get("step") == "look":
        inspect(parcel)
    else:
        _bring(parcel, person, page)


def _bring(parcel: Parcel, person: Any, page: Page) -> None:
    """Each page is made whole or not at all; what could not be made is named. Begun anew, it goes on where it was."""
    with parcel.stored.open("rb") as file:
        bundle = reading.read(parcel.name, file)
        maker = Maker(parcel, person, page, bundle)
        maker.begin_all()
        for number, item in enumerate(bundle.items):
            if item.place in maker.made:
                maker.finish(item)
            Parcel.objects.filter(pk=parcel.pk).update(done=number + 1)
    parcel.stored.delete(save=False)
    tops = {
        maker.made[item.place].key: item.title
        for item in bundle.items
        if item.place in maker.made and not bundle.depth(item)
    }
    parcel.choices |= {"tops": tops, "count": len(maker.made)}
    parcel.notices, parcel.state = bundle.notices, "done"
    parcel.save(update_fields=["stored", "choices", "notices", "state"])
    happened("page.imported", actor=person, page=page, data={"pages": len(maker.made), "name": parcel.name})
