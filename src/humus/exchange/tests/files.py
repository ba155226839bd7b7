"""Files as they come from outside, made by hand."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
from django.core.files.uploadedfile import SimpleUploadedFile


def uploaded(name: str, content: bytes | str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def zipped(files: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def word(*lines: str, style: str = "") -> bytes:
    document: Any = docx.Document()
    for line in lines:
        document.add_paragraph(line, style=style or None)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(content: bytes, name: str, part: bytes | str) -> bytes:
    """The same document with one part put in or changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts: dict[str, bytes | str] = {one: archive.read(one) for one in archive.namelist()}
    return zipped(parts | {name: part})
