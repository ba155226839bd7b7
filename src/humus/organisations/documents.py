"""Signed papers that people send us: PDF only, under a name of our own, never shown by the browser itself."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from humus.kit.errors import DeedError
from humus.kit.ids import secret_key
from humus.kit.scanner import scan

MOST_BYTES = 10_000_000


def pdf(upload: Any) -> ContentFile[bytes]:
    if upload.size > MOST_BYTES:
        raise ValidationError(_("The file is larger than 10 MB."), code="size")
    upload.seek(0)
    body = upload.read()
    if not body.startswith(b"%PDF-") or b"%%EOF" not in body[-2048:]:
        raise ValidationError(_("This is not a PDF file."), code="format")
    try:
        scan(upload)
    except DeedError as refusal:
        raise ValidationError(str(refusal), code="scanner") from refusal
    return ContentFile(body, name=f"{secret_key()[:24]}.pdf")
