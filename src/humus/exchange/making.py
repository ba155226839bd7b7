"""Pages made from what was read, with the writer that all pages have."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from humus.exchange.into.items import Bundle, Item
from humus.exchange.models import Parcel
from humus.kit.errors import DeedError
from humus.kit.richtext import BadDocument
from humus.kit.richtext.references import walk
from humus.kit.richtext.urls import page_key
from humus.pages import domain
from humus.pages.models import Page
from humus.pages.views.finding import KNOWN


class Maker:
    """What is made is written down in the parcel with the page itself, so that nothing is made twice."""

    def __init__(self, parcel: Parcel, person: Any, page: Page, bundle: Bundle) -> None:
        self.parcel, self.person, self.page, self.bundle = parcel, person, page, bundle
        begun = parcel.choices.setdefault("begun", {})
        self.ended: list[str] = parcel.choices.setdefault("ended", [])
        found = {one.key: one for one in Page.objects.filter(key__in=begun.values()).select_related("space")}
        self.made = {place: found[key] for place, key in begun.items() if key in found}

    def _write_down(self) -> None:
        self.parcel.choices["begun"] = {place: page.key for place, page in self.made.items()}
        self.parcel.save(update_fields=["choices"])

    def begin_all(self) -> None:
        """A draft for every item, so that links between them have an end; those above first."""
        for item in sorted(self.bundle.items, key=self.bundle.depth):
            if item.place not in self.made:
                try:
                    with transaction.atomic():
                        self.made[item.place] = self._begin(item)
                        self._write_down()
                except DeedError as refusal:
                    self.bundle.leave_out(item.place, refusal)

    def _begin(self, item: Item) -> Page:
        above = self.bundle.above(item)
        parent = self.made.get(above.place, self.page) if above else self.page
        language = item.language if item.language in KNOWN else self.page.language
        return domain.create(
            actor=self.person, space=self.page.space, parent=parent, title=item.title, language=language
        )

    def finish(self, item: Item) -> None:
        if item.place in self.ended:
            return
        try:
            with transaction.atomic():
                self._fill(item, self.made[item.place])
                self.ended.append(item.place)
                self._write_down()
        except (DeedError, BadDocument) as refusal:
            self.ended = self.parcel.choices["ended"] = [place for place in self.ended if place != item.place]
            words = {"page": item.title, "reason": refusal}
            self.bundle.note(_("“%(page)s” could not be filled and waits empty among your drafts: %(reason)s") % words)

    def _fill(self, item: Item, page: Page) -> None:
        files = {key: self._upload(page, path) for key, path in item.files.items()}
        self._settle(item.doc, files)
        words = {"page": page, "language": page.language, "title": item.title, "body": item.doc}
        if self.parcel.choices.get("publish"):
            note = _("Imported from %(name)s") % {"name": self.parcel.name}
            domain.put_forward(actor=self.person, note=note[:250], **words)
        else:
            domain.save_draft(actor=self.person, base=0, **words)

    def _upload(self, page: Page, path: str) -> str:
        """The key of the kept file; "" where it is refused, which is named."""
        name = path.rpartition("/")[2]
        try:
            content = ContentFile(self.bundle.files[path], name=name)
            return domain.upload(actor=self.person, page=page, uploaded=content).key
        except DeedError as refusal:
            self.bundle.leave_out(name, refusal)
            return ""

    def _settle(self, doc: dict[str, Any], files: dict[str, str]) -> None:
        """Real keys for the placeholders; a picture that was refused leaves its words."""
        pages = {key: self.made[place].key for place, key in self.bundle.keys.items() if place in self.made}
        for node in list(walk(doc)):
            if node.get("attrs", {}).get("file") in files:
                _file(node, files[node["attrs"]["file"]])
            for mark in list(node.get("marks", ())):
                found = page_key(mark.get("attrs", {}).get("href", ""))
                if found and found[0] in files:
                    _file_link(node, mark, files[found[0]])
                elif found and found[0] in pages:
                    mark["attrs"]["href"] = f"page:{pages[found[0]]}" + (f"#{found[1]}" if found[1] else "")
                elif found and found[0] in self.bundle.keys.values():
                    node["marks"].remove(mark)


def _file(node: dict[str, Any], key: str) -> None:
    attrs = node["attrs"]
    if key:
        attrs["file"] = key
        return
    words = attrs.get("alt") or ""
    node.clear()
    node.update({"type": "paragraph", "content": [{"type": "text", "text": words}] if words else []})


def _file_link(node: dict[str, Any], mark: dict[str, Any], key: str) -> None:
    if key and node["type"] == "text":
        label = node["text"][:200]
        node.clear()
        node.update({"type": "fileLink", "attrs": {"file": key, "label": label}})
    else:
        node["marks"].remove(mark)
