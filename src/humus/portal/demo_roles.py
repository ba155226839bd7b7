"""In a demonstration, one click becomes anyone of the cast."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

VISITOR = "visitor"


def labels() -> dict[str, str]:
    """Who the cast is; the accounts are made by ``demo_community``."""
    return {
        VISITOR: _("Visitor"),
        "newcomer": _("Newcomer"),
        "member": _("Team Member"),
        "representative": _("Regional Representative"),
        "leader": _("Task Force Leader"),
        "focal_point": _("Focal point of a partner"),
        "partner": _("Person of a partner"),
        "committee": _("Scientist of the STC"),
        "bureau": _("Bureau"),
        "secretariat": _("Executive Secretariat"),
        "administrator": _("Administrator"),
    }


def choices() -> list[dict[str, Any]]:
    return [{"role": role, "label": label} for role, label in labels().items()]
