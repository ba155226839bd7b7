"""Settings and application of the site whose answers are timed."""

from __future__ import annotations

import os
import time
from typing import Any

from django.contrib.auth.hashers import PBKDF2PasswordHasher

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "_timing_settings")

LEAK = "HTTP_X_LEAK_MICROSECONDS"


class QuickHasher(PBKDF2PasswordHasher):
    """So little work that a difference elsewhere is not lost in it."""

    iterations = 20_000


def leaky(application: Any) -> Any:
    """The application, and for requests that ask for it a little more work: the control that must be seen."""

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        until = time.perf_counter() + int(environ.get(LEAK, 0)) / 1e6
        while time.perf_counter() < until:
            pass
        return application(environ, start_response)

    return answer


def __getattr__(name: str) -> Any:
    if name != "application":
        raise AttributeError(name)
    from humus.wsgi import application

    return leaky(application)
