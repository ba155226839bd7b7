"""Files of a page: checked, stored under a generated name, each upload of the same name a new version."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.pages import media
from humus.pages.domain.locking import lock_page
from humus.pages.models import File, FileVersion, Page


def upload(*, actor: Any, page: Page, uploaded: Any) -> File:
    """Store an uploaded file; pictures are re-encoded without place and camera data. Refusals say what to do."""
    require("page.edit", actor, page)
    if uploaded.size > settings.UPLOAD_LIMIT:
        limit = settings.UPLOAD_LIMIT // 1_000_000
        raise DeedError(_("This file is too large: at most %(limit)d MB.") % {"limit": limit}, field="file")
    if uploaded.size == 0:
        raise DeedError(_("This file is empty."), field="file")
    name = media.safe_name(uploaded.name)
    return _keep(actor, page, name, media.check(uploaded, name))


@transaction.atomic
def _keep(actor: Any, page: Page, name: str, checked: media.Checked) -> File:
    """The rows and the bytes; the page is locked no longer than that takes, and the right asked for once more."""
    page = lock_page(page)
    require("page.edit", actor, page)
    file = File.objects.filter(page=page, name=name, deleted_at=None).first() or File.objects.create(
        page=page, name=name
    )
    latest = file.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = FileVersion(file=file, number=latest + 1, uploaded_by=actor, media_type=checked.media_type)
    version.width, version.height, version.scanned = checked.width, checked.height, checked.scanned
    version.size, version.sha256 = checked.content.size, _digest(checked.content)
    version.stored.save(name, checked.content, save=False)
    version.save()
    happened("page.file_added", actor=actor, page=page, data={"file": file.key, "name": name, "number": version.number})
    return file


def _digest(content: Any) -> str:
    content.seek(0)
    digest = hashlib.sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    content.seek(0)
    return digest.hexdigest()


@transaction.atomic
def remove_file(*, actor: Any, file: File) -> None:
    """Take a file off its page; its bytes stay until the page is destroyed."""
    require("page.edit", actor, file.page)
    file.deleted_at, file.deleted_by = timezone.now(), actor
    file.save(update_fields=["deleted_at", "deleted_by"])
    happened("page.file_removed", actor=actor, page=file.page, data={"file": file.key, "name": file.name})
