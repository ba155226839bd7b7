"""A form with a whole mail in one of its fields: larger than a form may be elsewhere, bounded by its whole length."""

from __future__ import annotations

from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict


def hold(request: HttpRequest, most: int) -> None:
    """Read the body once, so that it can be signed, read as a form and read again; at most ``most`` bytes of it."""
    request._body = request.read(most)  # type: ignore[attr-defined]  # else refused where longer than a form
    if request.content_type == "multipart/form-data":
        request._post, request._files = _parts(request)  # type: ignore[attr-defined]


def _parts(request: HttpRequest) -> tuple[QueryDict, MultiValueDict[str, SimpleUploadedFile]]:
    fields, files = QueryDict(mutable=True), MultiValueDict[str, SimpleUploadedFile]()
    head = f"Content-Type: {request.META['CONTENT_TYPE']}\r\n\r\n".encode("latin-1")
    form = BytesParser(EmailMessage, policy=HTTP).parsebytes(head + request.body)
    for part in form.iter_parts() if form.is_multipart() else ():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(content, bytes):
            continue
        if filename := part.get_filename():
            files.appendlist(name, SimpleUploadedFile(filename, content, part.get_content_type()))
        else:
            fields.appendlist(name, content.decode("utf-8", "replace"))
    return fields, files
