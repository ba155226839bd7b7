"""A tree of pages as one PDF: seconds and memory, from the question to the finished file.

``.venv/bin/python bench/export.py [--quick] [--pages N]``: exits 1 where a bar is not reached. The seconds are those of
500 pages and shrink with fewer, but for what is needed to begin at all.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import sys
import time
from typing import Any

import _measuring as measuring

SECONDS, MEGABYTES, PAGES = 60.0, 500.0, 500
# What any export takes before its first page.
START_SECONDS = 3.0
WORDS = "Soil holds carbon where roots, mulch and patience meet; measure it by layer, weigh the stones apart. "


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="100 pages")
    options.add_argument("--pages", type=int, default=0)
    given = options.parse_args()
    pages = given.pages or (100 if given.quick else PAGES)
    with measuring.database():
        return measure(pages)


def measure(pages: int) -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "humus.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    author, top = plant(pages)
    from humus.exchange import carrying

    began = time.perf_counter()
    made, notices = carrying.take_out(actor=author, page=top, kind="pdf", tree=True, language="en")
    seconds = time.perf_counter() - began
    return report(pages, made, notices, seconds)


def plant(pages: int) -> tuple[Any, Any]:
    """A tree three levels deep; every page has headings, a table, a list and links, every tenth a picture."""
    from humus.kit import richtext
    from humus.pages import domain
    from humus.pages.domain import planting
    from humus.pages.models import Page
    from humus.people.models import Person, SiteRole
    from humus.spaces.models import Space

    author = Person.objects.create_user("author@example.org", name="Author")
    SiteRole.objects.create(person=author, role="secretariat", granted_by=author)
    space = Space.objects.create(slug="field", kind="community", name={"en": "Field"})
    planting.plant(space=space, slug="front", texts={"en": ("Front", richtext.empty())}, actor=author)
    top = planting.plant(space=space, slug="top", texts={"en": ("The whole guide", richtext.empty())}, actor=author)
    key, above = "", [top]
    for number in range(pages - 1):
        parent = above[number % len(above)]
        body = richtext.from_markdown(words(number, key if number % 10 == 1 else "", top.key))
        page = planting.plant(
            space=space, slug=f"page-{number}", texts={"en": (f"Chapter {number}", body)}, parent=parent, actor=author
        )
        if number == 0:
            key = domain.upload(actor=author, page=page, uploaded=picture()).key
        if number < 20:
            above.append(page)
    return author, Page.objects.select_related("space").get(pk=top.pk)


def picture() -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    out = io.BytesIO()
    Image.effect_noise((1200, 800), 60).convert("RGB").save(out, "JPEG", quality=80)
    return SimpleUploadedFile("soil.jpg", out.getvalue())


def words(number: int, file: str, top: str) -> str:
    rows = "\n".join(f"| Plot {row} | {number + row}.{row} | {10 * row} cm |" for row in range(6))
    shown = f"![A soil profile](file:{file})\n\n" if file else ""
    return (
        f"{WORDS * 4}Back to [the guide](page:{top}).\n\n## Method\n\n{WORDS * 5}\n\n{shown}"
        f"| Plot | Carbon | Depth |\n|---|---:|---|\n{rows}\n\n## Results\n\n- {WORDS}\n- **{WORDS}**\n\n"
        f"> [!note]\n> {WORDS}\n\n### Next\n\n{WORDS * 6}\n"
    )


def report(pages: int, made: Any, notices: list[str], seconds: float) -> int:
    from pypdf import PdfReader

    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    largest, worked = children.ru_maxrss / 1024, children.ru_utime + children.ru_stime
    read = PdfReader(io.BytesIO(made.content))
    most_seconds = START_SECONDS + (SECONDS - START_SECONDS) * pages / PAGES
    tagged = "/StructTreeRoot" in read.trailer["/Root"]
    print(f"{pages} pages: {len(read.pages)} sheets, {len(made.content) / 1e6:.1f} MB, tagged: {tagged}")
    print(f"{seconds:6.1f} s (at most {most_seconds:.0f}), {worked:.1f} s of the processor for setting and joining")
    shares = f"platform {own:.0f}, largest process beside it {largest:.0f}"
    print(f"{own + largest:6.0f} MB (at most {MEGABYTES:.0f}): {shares}")
    reached = seconds <= most_seconds and own + largest <= MEGABYTES and tagged and not notices
    print("reached" if reached else f"NOT reached {notices}")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
