"""A small tree of pages with a picture, and a page that not everyone may see."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from humus.kit import richtext
from humus.pages import domain
from humus.pages.models import Page


def picture(name: str = "soil.png", colour: str = "green", size: tuple[int, int] = (60, 40)) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue())


def publish(actor: Any, page: Page, title: str, body: dict[str, Any] | str, language: str = "en") -> Page:
    doc = richtext.from_markdown(body) if isinstance(body, str) else body
    domain.publish(actor=actor, page=page, language=language, title=title, body=doc)
    return Page.objects.select_related("space", "parent").get(pk=page.pk)


@pytest.fixture
def tree(cast: SimpleNamespace) -> SimpleNamespace:
    """top > (goals > detail, hidden from members); ``top`` links and shows a picture."""
    actor, space = cast.leader, cast.force

    def begin(title: str, parent: Page | None, language: str = "en") -> Page:
        return domain.create(actor=actor, space=space, parent=parent, title=title, language=language)

    front = publish(actor, begin("Front", None), "Front", "Front words")
    top = begin("Field guide", front)
    goals = begin("Goals", top)
    file = domain.upload(actor=actor, page=top, uploaded=picture())
    top = publish(
        actor,
        top,
        "Field guide",
        f'Read the [goals](page:{goals.key}).\n\n## Method\n\n![A soil profile](file:{file.key} "Profile")',
    )
    goals = publish(actor, goals, "Goals", "Store **carbon**.\n\n- one\n- two")
    detail = publish(actor, begin("Detail", goals), "Detail", "| Plot | Carbon |\n|---|---|\n| A | 12 |")
    hidden = publish(actor, begin("Salaries", top), "Salaries", "SECRETWORD")
    domain.restrict(actor=cast.secretary, page=hidden, mode="view", people=[cast.secretary])
    return SimpleNamespace(front=front, top=top, goals=goals, detail=detail, hidden=hidden, file=file, begin=begin)
