"""An objective: what it wants is the excerpt of its page; why and how are fields of its own, empty where not known."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from humus.kit.translated import TranslatedField, pick

FACILITIES = {"CF": _("Core Facility"), "GF": _("Global Facility")}

# The long texts in the order in which they are read; True where each line is an item of its own.
TEXTS = {
    "problem": False,
    "consequences": False,
    "causes": True,
    "activities": True,
    "obstacles": True,
    "success_factors": True,
}


def facility_choices() -> list[tuple[str, Any]]:
    return list(FACILITIES.items())


class Objective(models.Model):
    page = models.OneToOneField("pages.Page", models.CASCADE, primary_key=True, related_name="objective")
    goal = models.ForeignKey("strategy.Goal", models.PROTECT, related_name="objectives", verbose_name=_("goal"))
    code = models.CharField(_("code"), max_length=8, blank=True)
    code_uncertain = models.BooleanField(_("the code is not certain"), default=False)
    facility = models.CharField(_("facility"), max_length=2, blank=True, choices=facility_choices)
    core_facility = models.CharField(_("which core facility"), max_length=120, blank=True)
    problem = TranslatedField(_("problem"))
    consequences = TranslatedField(_("consequences"))
    causes = TranslatedField(_("causes"))
    activities = TranslatedField(_("activities"))
    obstacles = TranslatedField(_("obstacles"))
    success_factors = TranslatedField(_("success factors"))

    class Meta:
        ordering = ["goal__code", "code"]
        constraints = [
            models.UniqueConstraint("code", condition=~models.Q(code=""), name="objective_code_once"),
        ]

    def __str__(self) -> str:
        return self.code or "?"

    def sections(self) -> list[dict[str, Any]]:
        """Each long text that is known, with its heading, as a paragraph or as a list of lines."""
        found = []
        for name, listed in TEXTS.items():
            text = pick(getattr(self, name))
            if text:
                lines = [line.strip() for line in text.splitlines() if line.strip()]
                heading = self._meta.get_field(name).verbose_name
                found.append({"name": name, "heading": heading, "lines": lines, "listed": listed and len(lines) > 1})
        return found

    def missing(self) -> list[Any]:
        """The headings of the long texts that nobody has entered yet."""
        return [self._meta.get_field(name).verbose_name for name in TEXTS if not pick(getattr(self, name))]
