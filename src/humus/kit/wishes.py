"""What a reader asked of this browser: to be spared data, to be left alone with explanations, to read in wide lines."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

YEAR = 365 * 86400
# The cookie, and what it may say; saying nothing leaves it to the browser, and to what is usual.
CHOICES = {"data": ("save", "all"), "explain": ("off",), "width": ("wide",)}


def all_of(cookies: Mapping[str, str], save_data: str = "") -> tuple[str | bool, ...]:
    """Everything that an answer depends on here: each choice, and whether the browser asks to be spared data."""
    chosen = [cookies.get(name, "") for name in CHOICES]
    known = [wish if wish in said else "" for wish, said in zip(chosen, CHOICES.values(), strict=True)]
    return (*known, _asks_to_be_spared(save_data))


def _asks_to_be_spared(save_data: str) -> bool:
    return save_data.lower() == "on"


def saves_data(request: HttpRequest) -> bool:
    """Whether pictures wait until they are asked for: the reader's own word, else that of the browser."""
    wish = request.COOKIES.get("data", "")
    return wish == "save" or (wish != "all" and _asks_to_be_spared(request.headers.get("Save-Data", "")))


def wants_explanations(request: HttpRequest) -> bool:
    return request.COOKIES.get("explain") != "off"


def reads_wide(request: HttpRequest) -> bool:
    return request.COOKIES.get("width") == "wide"


def varied(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["Save-Data"])
    return response


def keep(response: HttpResponse, name: str, wish: str, *, secure: bool) -> None:
    if wish in CHOICES[name]:
        response.set_cookie(name, wish, max_age=YEAR, secure=secure, samesite="Lax", httponly=True)
    else:
        response.delete_cookie(name, samesite="Lax")
