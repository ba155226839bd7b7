"""In a demonstration, one click becomes anyone of the cast."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

VISITOR = "visitor"


def labels() -> dict[str, str]:
    """Who the cast is, from those who see least to those who see all; the accounts are made by ``demo_community``."""
    return {
        VISITOR: _("Visitor"),
        "newcomer": _("Newcomer"),
        "member": _("Team Member"),
        "representative": _("Regional Representative"),
        "leader": _("Task Force Leader"),
        "partner": _("Person of a partner"),
        "focal_point": _("Focal point of a partner"),
        "committee": _("Scientist of the STC"),
        "bureau": _("Bureau"),
        "secretariat": _("Executive Secretariat"),
        "administrator": _("Administrator"),
    }


def deeds() -> dict[str, str]:
    """What each of the cast does here, in a few words."""
    return {
        VISITOR: _("Reads what is public"),
        "newcomer": _("Has just signed up and looks around"),
        "member": _("Works in the team of a task force"),
        "representative": _("Brings a region into a task force"),
        "leader": _("Leads a task force and answers requests"),
        "partner": _("May ask to lead or to represent"),
        "focal_point": _("Confirms colleagues, keeps the organisation’s entry"),
        "committee": _("Also reads the space of the committee"),
        "bureau": _("Decides on applications"),
        "secretariat": _("Keeps the house: queues, people, pages"),
        "administrator": _("May do everything, settings and log too"),
    }


def choices(site: dict[str, str], person: Any) -> list[dict[str, Any]]:
    """Every role with its words; ``current`` is the one that this person plays."""
    mine, does = getattr(person, "key", ""), deeds()
    return [
        {
            "role": role,
            "label": label,
            "does": does[role],
            "current": mine == site.get(setting(role), "") if mine else role == VISITOR,
        }
        for role, label in labels().items()
    ]


def setting(role: str) -> str:
    """Under this name the site keeps who plays the role."""
    return f"demo-{role.replace('_', '-')}"
