"""Files that come with a comment: kept on its page under the usual rules, with a link each below the words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from humus.kit.access import may
from humus.kit.errors import DeedError
from humus.pages.domain.files import upload
from humus.pages.models import File, Page

MOST = 10


def attached(actor: Any, page: Page, text: str, files: Sequence[Any]) -> str:
    """The words with their links; refuses all (field ``enclosed``) where one file cannot be kept, and says which."""
    if not files:
        return text
    if not may("page.edit", actor, page):
        raise DeedError(_("Only those who may edit the page can add files to it."), field="enclosed")
    if len(files) > MOST:
        raise DeedError(_("A comment brings at most %(most)d files.") % {"most": MOST}, field="enclosed")
    links = []
    for file in files:
        try:
            links.append(link(upload(actor=actor, page=page, uploaded=file)))
        except DeedError as why:
            raise DeedError(f"{file.name}: {why}", field="enclosed", permanent=why.permanent) from why
    return "\n\n".join([text.strip(), *links]).strip()


def link(file: File) -> str:
    """A file in the Markdown of a comment."""
    name = "".join("\\" + char if char in "[]\\*_`<>" else char for char in file.name)
    return f"[{name}]({file.get_absolute_url()})"
