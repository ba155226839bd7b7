"""A members-only task force with a page, a restricted page and one below it; a public space beside it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from humus.kit import richtext
from humus.pages import domain
from humus.pages.models import Page

SECRET = "SECRETPEATWORD"
WORD = "figuresofpeat"


def publish(actor: Any, space: Any, title: str, text: str = "", **fields: Any) -> Page:
    page = domain.create(actor=actor, space=space, title=title, **fields)
    body = richtext.paragraphs(text or title)
    domain.publish(actor=actor, page=page, language="en", title=title, body=body)
    return Page.objects.select_related("space").get(pk=page.pk)


@pytest.fixture
def world(cast: SimpleNamespace) -> SimpleNamespace:
    front = publish(cast.leader, cast.force, "Front")
    plain = publish(cast.leader, cast.force, SECRET, WORD)
    top = publish(cast.leader, cast.force, f"{SECRET} restricted")
    below = publish(cast.leader, cast.force, f"{SECRET} below", parent=top)
    domain.restrict(actor=cast.leader, page=top, mode="view", people=[cast.representative])
    public = publish(cast.secretary, cast.public, "Public front")
    return SimpleNamespace(**vars(cast), front=front, plain=plain, top=top, below=below, public_page=public)
