"""Files that came with a mail: onto the page under the usual rules, with a link in the text."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from humus.discussions.enclosing import link
from humus.incoming import answers
from humus.incoming.visit import Visit
from humus.kit.access import may
from humus.kit.errors import DeedError
from humus.pages.domain.files import upload
from humus.pages.models import Page

MOST_FILES = 20


def with_files(visit: Visit, page: Page) -> str:
    """The words with a link to each file that was kept; the writer is told of those that were not, and why."""
    links: list[str] = []
    refused: list[dict[str, str]] = []
    for enclosure in visit.letter.files:
        try:
            if not may("page.edit", visit.person, page):
                raise DeedError(_("Only those who may edit the page can add files to it."))
            if len(links) >= MOST_FILES:
                raise DeedError(_("A mail brings at most %(most)d files.") % {"most": MOST_FILES})
            given = SimpleUploadedFile(enclosure.name, enclosure.content, enclosure.media_type)
            file = upload(actor=visit.person, page=page, uploaded=given)
            links.append(link(file))
        except DeedError as why:
            if not why.permanent:
                raise
            refused.append({"name": enclosure.name, "why": str(why)})
    if refused:
        answers.tell(visit, "files", {"refused": refused, "page": page})
    return "\n\n".join([visit.letter.text, *links]).strip()
