"""Templates: made from a page, kept, and filled in when a page begins with one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import transaction
from django.db.models import F, Func, TextField
from django.utils import timezone
from django.utils.translation import gettext as _

from humus.kit import richtext
from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.kit.ids import short_key
from humus.kit.richtext.references import walk
from humus.kit.richtext.standard.inline import long_date
from humus.kit.translated import pick
from humus.pages.models import Page, PageTemplate, Text
from humus.spaces import kinds as space_kinds
from humus.spaces.models import Space

BRACED = re.compile(r"\{([^{}]+)\}")
LIMITS = {"text": 250, "lines": 2000, "date": 10}
Node = dict[str, Any]


# Of the bodies only their languages, as they are long.
_LANGUAGES = Func(
    F("bodies"),
    template="ARRAY(SELECT jsonb_object_keys(%(expressions)s))",
    output_field=ArrayField(TextField()),
)


@dataclass(frozen=True)
class Prompt:
    """What is asked before the page begins: ``ask`` is "text", "lines" or "date"."""

    label: str
    ask: str


@transaction.atomic
def make_template(*, actor: Any, page: Page, name: dict[str, str], wide: bool = False, **words: Any) -> PageTemplate:
    """The words of the page in all its languages, offered in its space; ``wide`` in every space, by the secretariat.

    With ``columns`` new pages also begin with what stands in the fields of its kind.
    """
    require("page.use_as_template", actor, page)
    bodies = _bodies_of(page)
    if not bodies:
        raise DeedError(_("There are no published words on this page yet."))
    kind = page.kind if page.behaviour.creatable else "page"
    made = PageTemplate(key=short_key(), kind=kind, space=page.space, page=page, bodies=bodies)
    if kind == page.kind and words.get("columns"):
        made.detail = page.behaviour.columns_for_others(page)
    made.made_by, made.made_at, made.position = actor, timezone.now(), 1000
    _name(made, name, words)
    _widen(actor, made, wide, words.get("space_kind"))
    made.save()
    happened("template.made", actor=actor, space=page.space, data={"template": made.key})
    return made


def _bodies_of(page: Page) -> dict[str, Any]:
    return dict(Text.objects.filter(page=page).values_list("language", "body"))


def _name(row: PageTemplate, name: dict[str, str], words: Mapping[str, Any]) -> None:
    row.name = {code: " ".join(said.split())[:120] for code, said in name.items() if said.strip()}
    if not row.name:
        raise DeedError(_("Please give it a name."), field="name")
    row.description = {code: said.strip()[:500] for code, said in words.get("description", {}).items() if said.strip()}
    row.title = {code: " ".join(said.split())[:250] for code, said in words.get("title", {}).items() if said.strip()}
    for code, pattern in row.title.items():
        _all_asked(pattern, prompts(pick(row.bodies, code)))


def _all_asked(pattern: str, asked: list[Prompt]) -> None:
    """Nothing stands in braces that nobody is asked for: it would stay so in every title."""
    labels = {prompt.label for prompt in asked}
    wrong = next((one for one in BRACED.findall(pattern) if one not in labels), None)
    if wrong is None:
        return
    given = {"wrong": f"{{{wrong}}}", "known": " ".join(f"{{{prompt.label}}}" for prompt in asked)}
    if labels:
        raise DeedError(_("%(wrong)s is not asked for. In a title may stand: %(known)s") % given, field="title")
    raise DeedError(_("%(wrong)s is not asked for: this template asks for nothing.") % given, field="title")


def _widen(actor: Any, row: PageTemplate, wide: bool, space_kind: str | None) -> None:
    """``space_kind``: in every space of one kind, "" of any; None leaves it as it is."""
    if (wide or space_kind) and not actor.is_secretariat:
        raise DeedError(_("Only the secretariat offers a template in every space."))
    if space_kind and space_kind not in space_kinds.KINDS:
        raise DeedError(_("There is no such kind of space."), field="space_kind")
    if wide or space_kind:
        row.space = None
    if space_kind is not None:
        row.space_kind = "" if row.space else space_kind


@transaction.atomic
def change_template(
    *, actor: Any, template: PageTemplate, name: dict[str, str], bodies: dict[str, Any] | None = None, **words: Any
) -> PageTemplate:
    """Other names and words; ``hidden`` offers it no more, ``wide`` offers it in every space.

    Without ``columns`` what it kept of the fields of its kind goes.
    """
    row = _held(actor, template)
    row.bodies = row.bodies | {code: richtext.clean(body) for code, body in (bodies or {}).items()}
    _name(row, name, words)
    row.hidden = bool(words.get("hidden"))
    row.detail = row.detail if words.get("columns") else {}
    _widen(actor, row, bool(words.get("wide")), words.get("space_kind"))
    row.save()
    happened("template.changed", actor=actor, space=row.space, data={"template": row.key})
    return row


@transaction.atomic
def refresh_template(*, actor: Any, template: PageTemplate) -> PageTemplate:
    """Take the words of its page as they are now, if the actor still sees that page."""
    row = _held(actor, template)
    page = Page.objects.visible_to(actor).filter(pk=row.page_id).first()
    if page is None:
        raise DeedError(_("The page it was made from is no longer there."))
    row.bodies = row.bodies | _bodies_of(page)
    if row.detail and row.kind == page.kind:
        row.detail = page.behaviour.columns_for_others(page)
    row.save(update_fields=["bodies", "detail"])
    happened("template.changed", actor=actor, space=row.space, data={"template": row.key})
    return row


@transaction.atomic
def remove_template(*, actor: Any, template: PageTemplate) -> None:
    row = _held(actor, template)
    happened("template.removed", actor=actor, space=row.space, data={"template": row.key, "name": row.name})
    row.delete()


def _held(actor: Any, template: PageTemplate) -> PageTemplate:
    row = PageTemplate.objects.select_for_update(of=("self",)).select_related("space").get(pk=template.pk)
    require("template.keep", actor, row)
    return row


def prompts(body: Node) -> list[Prompt]:
    """What the template asks for, each once, in the order of the text."""
    found: dict[str, Prompt] = {}
    for node in walk(body):
        attrs = node.get("attrs", {})
        if node.get("type") == "fillIn" and attrs.get("ask"):
            found.setdefault(attrs["label"], Prompt(attrs["label"], attrs["ask"]))
    return list(found.values())


def checked(asked: list[Prompt], given: list[str]) -> dict[str, str]:
    """The answers by label; what was left empty stays to be filled in. Refuses what is no day, or too long."""
    answers = {}
    for prompt, words in zip(asked, [*given, *[""] * len(asked)], strict=False):
        said = words.strip()
        if len(said) > LIMITS[prompt.ask]:
            raise DeedError(_("“%(label)s” is too long.") % {"label": prompt.label}, field=prompt.label)
        if prompt.ask == "date" and said and not _is_day(said):
            raise DeedError(_("“%(label)s” asks for a day.") % {"label": prompt.label}, field=prompt.label)
        answers[prompt.label] = said
    return answers


def _is_day(said: str) -> bool:
    try:
        return len(said) == 10 and bool(date.fromisoformat(said))
    except ValueError:
        return False


def filled(node: Node, answers: Mapping[str, str]) -> Node:
    """The body with the answers in the places that asked for them; unanswered ones are filled in while writing."""
    if "content" not in node:
        return node
    content: list[Node] = []
    for child in node["content"]:
        content += _answered(child, answers) if child.get("type") == "fillIn" else [filled(child, answers)]
    return node | {"content": content}


def _answered(node: Node, answers: Mapping[str, str]) -> list[Node]:
    attrs = node.get("attrs", {})
    said, marks = answers.get(attrs.get("label", ""), ""), {"marks": node["marks"]} if node.get("marks") else {}
    if not attrs.get("ask") or not said:
        return [node | {"attrs": {"label": attrs.get("label", "")}}]
    if attrs["ask"] == "date":
        return [{"type": "date", "attrs": {"value": said}} | marks]
    found: list[Node] = []
    for line in said.splitlines():
        found += [{"type": "hardBreak"}] if found else []
        found += [{"type": "text", "text": line} | marks] if line else []
    return found


def title_with(pattern: str, asked: list[Prompt], answers: Mapping[str, str]) -> str:
    """The title with the answers in it, and without those that were not given."""
    for prompt in asked:
        said = " ".join(answers.get(prompt.label, "").split())
        if prompt.ask == "date" and said:
            said = long_date(said)
        pattern = pattern.replace("{" + prompt.label + "}", said)
    return " ".join(pattern.split()).strip(" ,:·–-")[:250]


def offered(space: Space) -> list[PageTemplate]:
    """The templates of the space whose kind may begin there."""
    from humus.pages import kinds

    open_ones = {name for name, kind in kinds.KINDS.items() if kind.begins_in(space.kind)}
    found = PageTemplate.objects.offered_in(space).annotate(languages=_LANGUAGES).defer("bodies", "detail")
    return [one for one in found if one.kind in open_ones]
