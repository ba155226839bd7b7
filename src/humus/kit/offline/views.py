"""What this device keeps, and the address that ends it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from humus.kit.access import access


@access(GET="anyone")
def kept(request: HttpRequest) -> HttpResponse:
    """The list is the browser's own: its worker and the modules of this page write it."""
    return render(request, "humus/offline/kept.html")


@access(GET="anyone")
def off(request: HttpRequest) -> HttpResponse:
    """Whoever opens this address has the worker and all it kept removed from their device."""
    return render(request, "humus/offline/off.html")
