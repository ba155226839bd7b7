"""What a document is made of, laid ready in a folder of its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from humus.exchange.book import Book, Chapter
from humus.exchange.out.html import picture
from humus.exchange.out.typst_blocks import Pictures, ids
from humus.exchange.out.weighing import weigh
from humus.exchange.trees import file_keys, tree

ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}


@dataclass(frozen=True)
class Desk:
    """``owners`` are the labels that may be linked to, each with its chapter's key; ``weights`` are the chapters'."""

    book: Book
    folder: Path
    pictures: Pictures
    owners: dict[str, str]
    weights: list[int]

    @cached_property
    def chapters(self) -> dict[str, Chapter]:
        return {chapter.key: chapter for chapter in self.book.chapters}

    @classmethod
    def laid(cls, book: Book, folder: Path) -> Desk:
        pictures, owners, weights = _pictures(book, folder), dict[str, str](), []
        for chapter in book.chapters:
            root = tree(book, chapter)
            owners |= dict.fromkeys((chapter.key, *ids(root)), chapter.key)
            weights.append(weigh(root, pictures))
        return cls(book, folder, pictures, owners, weights)

    def write(self, name: str, sheet: str, drawings: dict[str, bytes] | None = None) -> None:
        (self.folder / f"{name}.typ").write_text(sheet, encoding="utf-8")
        for drawing, content in (drawings or {}).items():
            (self.folder / drawing).write_bytes(content)


def _pictures(book: Book, folder: Path) -> Pictures:
    """The pictures that are shown, as files beside the sheets."""
    found: Pictures = {}
    shown = set().union(*(file_keys(chapter.html) for chapter in book.chapters))
    for key in sorted(shown & book.files.keys()):
        kept = book.files[key]
        content, media_type = picture(kept)
        if media_type in ENDINGS:
            name = f"picture-{len(found)}.{ENDINGS[media_type]}"
            (folder / name).write_bytes(content)
            found[key] = (name, kept.width, kept.height)
    return found
