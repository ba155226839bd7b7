"""Two later versions of one invented page, so that comparing can be tried: words, cells of a table, a moved block."""

from __future__ import annotations

from humus.kit import richtext
from humus.pages import domain
from humus.pages.models import Page
from humus.people.models import Person
from humus.portal.models import SiteSetting

SLUG = "demo-indicators-draft"
FIRST = [
    ("twelve readers. We", "twelve readers, none of them a scientist. We"),
    ("| Events held | 10 of 12 |", "| Events held by partners | 9 of 12 |"),
]
THEN = "Next we ask twenty farmers, in their own language."


def load() -> int:
    page = Page.objects.get(slug=SLUG, status="published")
    editor = Person.objects.get(key=SiteSetting.objects.as_dict()["demo-secretariat"])
    text = page.texts.get(language="en")
    before = richtext.to_markdown(text.body)
    for old, new in FIRST:
        before = before.replace(old, new)
    blocks = richtext.from_markdown(before)["content"]
    after = [blocks[-1], *blocks[:-1], *richtext.paragraphs(THEN)["content"]]
    notes = {"Counted again with the late answers": blocks, "Status first; what comes next": after}
    for note, content in notes.items():
        body = {"type": "doc", "content": content}
        domain.publish(actor=editor, page=page, language="en", title=text.title, body=body, note=note)
    return len(notes)
