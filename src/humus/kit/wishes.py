"""What a reader asked of this browser: to be spared data, to be left alone with explanations."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

YEAR = 365 * 86400
# The cookie, and what it may say; saying nothing leaves it to the browser, and to what is usual.
CHOICES = {"data": ("save", "all"), "explain": ("off",)}


def saves_data(request: HttpRequest) -> bool:
    """Whether pictures wait until they are asked for: the reader's own word, else that of the browser."""
    wish = request.COOKIES.get("data", "")
    return wish == "save" or (wish != "all" and request.headers.get("Save-Data", "").lower() == "on")


def wants_explanations(request: HttpRequest) -> bool:
    return request.COOKIES.get("explain") != "off"


def varied(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["Save-Data"])
    return response


def keep(response: HttpResponse, name: str, wish: str, *, secure: bool) -> None:
    if wish in CHOICES[name]:
        response.set_cookie(name, wish, max_age=YEAR, secure=secure, samesite="Lax", httponly=True)
    else:
        response.delete_cookie(name, samesite="Lax")
