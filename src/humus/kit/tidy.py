"""NUL, which the database cannot hold and no honest browser sends: taken out of a question, refused in all else."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase

NUL = "\x00"


def tidy(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        while "%00" in request.META.get("QUERY_STRING", ""):
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace("%00", "")
        # A cookie may hold NUL in the octal form that quoted values are read in.
        if NUL in request.path_info or any(NUL in value for value in request.COOKIES.values()):
            raise BadRequest("NUL")
        return get_response(request)

    return middleware


def refuse_nul_in_form(request: HttpRequest) -> None:
    if request.method == "POST" and any(NUL in value for _name, values in request.POST.lists() for value in values):
        raise BadRequest("NUL")
