"""Answers that several views give."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url


def arrived(to: Any, *args: Any, **known: Any) -> HttpResponse:
    """Go on after a form was taken: the page that follows tells the browser to forget what it kept of it."""
    return redirect(resolve_url(to, *args, **known) + "?saved=1")
