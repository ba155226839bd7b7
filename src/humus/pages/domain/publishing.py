"""From what a person types to a version: nothing is overwritten, nothing acknowledged before it is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from humus.kit import richtext
from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.kit.richtext import merge
from humus.pages.blocks import properties
from humus.pages.domain import naming, storing
from humus.pages.domain.locking import lock_page
from humus.pages.live.telling import tell
from humus.pages.models import Draft, Page, Proposal, Text, Version, VersionAuthor
from humus.pages.slugs import readdress


class EditConflict(DeedError):
    """Somebody published meanwhile and both changed the same words. Both texts are kept; ``merge`` shows them."""

    def __init__(self, joined: merge.Merge, mine: dict[str, Any], theirs: Version) -> None:
        super().__init__(_("Somebody published this page while you were writing. Both texts are kept: please choose."))
        self.merge, self.mine, self.theirs = joined, mine, theirs


class ReviewNeeded(DeedError):
    """The space has somebody approve a page first: ``proposing.propose`` hands it in."""

    def __init__(self) -> None:
        super().__init__(_("In this space somebody else approves a page before it is published. Please hand it in."))


@dataclass(frozen=True)
class Approval:
    """Who has approved these very words, and when."""

    by: Any
    at: Any


def is_reviewed(page: Page) -> bool:
    """Whether a page like this is published only once it is approved."""
    return page.space.reviewing != "nobody" and page.behaviour.reviewed


@dataclass(frozen=True)
class Words:
    """A title and a cleaned body."""

    title: str
    body: dict[str, Any]


def words(title: str, body: dict[str, Any]) -> Words:
    title = " ".join(title.split())
    if not title:
        raise DeedError(_("Please give the page a title."), field="title")
    if len(title) > 250:
        raise DeedError(_("The title is too long: at most 250 characters."), field="title")
    return Words(title, richtext.clean(body))


@transaction.atomic
def save_draft(*, actor: Any, page: Page, language: str, title: str, body: dict[str, Any], base: int) -> Draft:
    """Keep what is being typed; drafts of different people never touch each other."""
    require("page.edit", actor, page)
    title, body = " ".join(title.split())[:250], richtext.clean(body)
    if is_reviewed(page):
        from humus.pages.domain import proposing

        proposing.edited(actor, page, language, title, body)
    draft, _new = Draft.objects.update_or_create(
        page=page,
        person=actor,
        language=language,
        defaults={"title": title, "body": body, "base": base},
    )
    return draft


@transaction.atomic
def discard_draft(*, actor: Any, page: Page, language: str) -> None:
    """Throw the draft away; a page that was never published goes with its last draft, what was handed in too."""
    Proposal.objects.living().filter(page=page, author=actor, language=language, together=False).update(
        state="withdrawn"
    )
    Draft.objects.filter(page=page, person=actor, language=language).delete()
    if page.status == "draft" and not page.drafts.exists() and not page.is_front:
        page.delete()


@transaction.atomic
def publish(
    *,
    actor: Any,
    page: Page,
    language: str,
    title: str,
    body: dict[str, Any],
    note: str = "",
    base: int | None = None,
    request_key: str = "",
    restored_from: int | None = None,
    save_detail: Callable[[Page], None] | None = None,
    keep_draft: bool = False,
    approval: Approval | None = None,
    writers: Sequence[Any] = (),
) -> Version:
    """Make a version and show it; where the space asks for a review, only with its ``approval`` (else ReviewNeeded).
    ``base`` is the version the writer began from; a later one is merged in. ``writers`` are named where several wrote.

    The same ``request_key`` again answers with the version it made, so that a repeated request does nothing twice.
    """
    mine = words(title, body)
    page = lock_page(page)
    known = storing.facts(page, language, actor, request_key)
    page.space.loaded_roles, page.space.loaded_for = known.roles, actor.pk
    page.label_names = known.labels  # type: ignore[attr-defined]
    for name, value in known.along.items():
        setattr(page, name, value)
    require("page.edit", actor, page)
    if known.made:
        return Version.objects.select_related("page__space").get(pk=known.made)
    if is_reviewed(page) and approval is None:
        raise ReviewNeeded
    if page.parent and page.parent.status == "draft":
        raise DeedError(_("Publish the page above this one first."))
    text = known.text
    if base is not None and base < text.number:
        mine = merged(page, text, mine, base)
    if save_detail:
        save_detail(page)
    note = " ".join(note.split())[:250]
    once = {"note": note, "request_key": request_key, "restored_from": restored_from, "approval": approval}
    before, references = text.body or richtext.empty(), richtext.references(mine.body)
    version = _store(actor, page, known, mine, references, keep_draft=keep_draft, together=bool(writers), **once)
    VersionAuthor.objects.bulk_create([VersionAuthor(version=version, person=one) for one in writers])
    named = naming.told(actor, page, before, references.people, text.plain)
    if known.room:
        # People who write the page together have the new version brought into their document.
        tell(f"v{known.room}")
    said = {"language": language, "number": version.number, "note": version.note, "title": version.title} | named
    if page.behaviour.told:
        said |= {"page": page.key, "kind": page.kind}
    happened("page.published", actor=actor, page=page, data=said)
    return version


def merged(page: Page, text: Text, mine: Words, base: int) -> Words:
    """The writer's words with what others published since; EditConflict where both changed the same."""
    began = page.versions.filter(language=text.language, number=base).first()
    latest = page.versions.get(language=text.language, number=text.number)
    before = Words(began.title, began.body) if began else Words(mine.title, richtext.empty())
    outcome = merge.merge(before.body, mine.body, text.body)
    title = merge.merge_title(before.title, mine.title, text.title)
    if outcome.conflicts or title is None:
        raise EditConflict(outcome, {"title": mine.title, "body": mine.body}, latest)
    return Words(title, richtext.clean(outcome.document))


def vars_of(heading: richtext.Heading) -> dict[str, Any]:
    return {"level": heading.level, "text": heading.text, "anchor": heading.anchor}


def _store(
    actor: Any,
    page: Page,
    known: storing.Facts,
    new: Words,
    references: richtext.References,
    *,
    keep_draft: bool,
    together: bool,
    **once: Any,
) -> Version:
    text, now = known.text, timezone.now()
    compiled = richtext.compile(new.body, language=text.language, cleaned=True)
    text.title, text.body = new.title, new.body
    with override(text.language):
        outline, plain = richtext.outline(new.body), richtext.to_text(new.body)
    found = {
        "outline": [vars_of(heading) for heading in outline],
        "properties": properties.of(new.body),
        # Kept with the words, so that a page that one person wrote need not ask for more names.
        "together": together,
    }
    text.compiled = compiled.to_json() | found
    text.plain = plain
    text.number, text.changed_at, text.changed_by = text.number + 1, now, actor
    text.source_number = text.number if text.language == page.language else known.source_number
    snapshot = page.behaviour.snapshot
    detail = snapshot(page) if snapshot else {}
    if text.language == page.language or page.status == "draft":
        readdress(page, new.title)
    if page.status == "draft":
        page.status, page.published_at, page.language = "published", now, text.language
    page.changed_at = now
    more = {"detail": detail, "keep_draft": keep_draft, **once}
    text.pk, made = storing.store(page, text, references, **more)
    page.shown_text = text  # type: ignore[attr-defined]
    version = Version(pk=made, page=page, language=text.language, number=text.number, title=new.title, body=new.body)
    version.detail, version.author, version.at = detail, actor, now
    version.note, version.request_key, version.restored_from = once["note"], once["request_key"], once["restored_from"]
    if approval := once["approval"]:
        version.approved_by, version.approved_at = approval.by, approval.at
    return version


def restore(*, actor: Any, version: Version) -> Version | Proposal:
    """Make an old version the newest, as a new version; history stays whole. Where pages are reviewed, hand it in."""
    from humus.pages.domain import proposing

    page = version.page
    behaviour = page.behaviour

    def old_detail(page: Page) -> None:
        if behaviour.restore and version.detail:
            behaviour.restore(page, version.detail)

    return proposing.put_forward(
        actor=actor,
        page=page,
        language=version.language,
        title=version.title,
        body=version.body,
        note=_("Restored version %(number)d") % {"number": version.number},
        restored_from=version.number,
        save_detail=old_detail,
    )
