"""More of the cast: a focal point, someone of the Bureau, and mails one can read."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache

from humus.conftest import make_person
from humus.organisations.models import Colleague


@pytest.fixture(autouse=True)
def plain_mails(settings: Any, db: None) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    cache.clear()


@pytest.fixture
def more(cast: SimpleNamespace) -> SimpleNamespace:
    cast.focal = cast.leader
    Colleague.objects.filter(person=cast.leader).update(role="focal_point")
    cast.judge = make_person("Bea Bureau", "bureau")
    return cast
