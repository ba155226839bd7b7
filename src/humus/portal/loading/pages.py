"""Pages from Markdown files, and a front page for every space."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from humus.kit import richtext
from humus.kit.ids import short_key
from humus.pages.domain.planting import plant
from humus.pages.models import Page, PageTemplate
from humus.portal.loading import files
from humus.portal.loading.files import LANGUAGES, PageFile
from humus.portal.models import SiteSetting
from humus.spaces.models import Space

LINK = re.compile(r"\(page:([a-z0-9-]+)\)")
# Pages that the platform itself leads to; the secretariat may move and rename them.
KNOWN = ("first-steps", "help", "privacy", "terms", "accessibility")


def load() -> int:
    """All pages of the folder; their keys are drawn first, so that each can link to every other."""
    found = by_key(files.pages())
    planted = plant_files(found)
    SiteSetting.objects.bulk_create(
        SiteSetting(name=f"page-{name}", value=planted[name].key) for name in KNOWN if name in planted
    )
    return len(planted)


def by_key(found: Iterable[PageFile]) -> dict[str, list[PageFile]]:
    """The languages of each page together, known pages first."""
    grouped: dict[str, list[PageFile]] = {}
    for one in sorted(found, key=order):
        grouped.setdefault(one.key, []).append(one)
    return grouped


def order(one: PageFile) -> tuple[int, str, str]:
    return (KNOWN.index(one.key) if one.key in KNOWN else len(KNOWN)), one.position, one.key


def plant_files(
    found: dict[str, list[PageFile]], actors: dict[str, Any] | None = None, **facts: Any
) -> dict[str, Page]:
    """Plant pages below their parents, a parent always before its children."""
    keys = {name: short_key() for name in found}
    spaces = {space.slug: space for space in Space.objects.filter(slug__in={own[0].space for own in found.values()})}
    planted: dict[str, Page] = {}
    waiting = list(found)
    while waiting:
        name = next(name for name in waiting if found[name][0].parent not in waiting)
        waiting.remove(name)
        own = found[name]
        texts = {one.language: (one.title, document(one, keys)) for one in own}
        planted[name] = plant(
            space=spaces[own[0].space],
            parent=planted.get(own[0].parent),
            slug=name,
            key=keys[name],
            kind=own[0].kind or "page",
            texts=texts,
            language="en" if "en" in texts else own[0].language,
            actor=(actors or {}).get(name),
            **facts,
        )
    return planted


def document(one: PageFile, keys: dict[str, str]) -> dict[str, Any]:
    """The file as a document; ``(page:KEY)`` becomes a link to the page, or to the page known by that name."""
    links = LINK.sub(lambda m: f"(/p/{keys[m[1]]}/)" if m[1] in keys else f"(/about/{m[1]}/)", one.markdown)
    return richtext.from_markdown(links)


def load_fronts() -> int:
    """A front page for each space that has none: a task force includes what its objective wants."""
    bare = Space.objects.exclude(pages__depth=1).order_by("pk")
    for space in bare:
        plant(space=space, slug="front", texts=front_texts(space))
    return len(bare)


def front_texts(space: Space) -> dict[str, tuple[str, dict[str, Any]]]:
    wanted = Page.objects.filter(objective__code=space.code).first() if space.kind == "task_force" else None
    content = [{"type": "includeExcerpt", "attrs": {"page": wanted.key}}] if wanted else []
    body = richtext.clean({"type": "doc", "content": content})
    return {code: (space.name[code], body) for code in LANGUAGES if space.name.get(code)}


def load_templates() -> int:
    """Starting texts for new pages: ``templates/KEY.LANG.md`` with its facts in front."""
    found: dict[str, PageTemplate] = {}
    for path in sorted((files.FOLDER / "templates").glob("*.md")):
        facts, markdown = files.split(path.read_text(encoding="utf-8"))
        template = found.setdefault(facts["key"], PageTemplate(key=facts["key"], position=len(found)))
        template.name[facts["language"]] = facts["title"]
        template.description[facts["language"]] = facts.get("description", "")
        template.title[facts["language"]] = facts.get("page_title", "")
        template.kind, template.space_kind = facts.get("kind") or "page", facts.get("space_kind", "")
        template.bodies[facts["language"]] = richtext.from_markdown(markdown)
    PageTemplate.objects.bulk_create(found.values())
    return len(found)
