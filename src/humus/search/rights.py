"""What only the secretariat does; each screen's gate says so first."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied


def for_the_secretariat(actor: Any) -> None:
    if not (actor.is_authenticated and actor.is_secretariat):
        raise PermissionDenied("search")
