"""How often a person wants mail, and when not."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Cadence(models.TextChoices):
    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    NONE = "none", _("No mail")


class Habits(models.Model):
    """``direct`` is for what is said to the person, ``cadence`` for all that they follow. Hours are local, 0 to 23."""

    class Pushed(models.TextChoices):
        DIRECT = "direct", _("What is said to me")
        ALL = "all", _("Also all that I follow")

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="mail_habits"
    )
    direct = models.CharField(max_length=8, choices=Cadence.choices, default=Cadence.AT_ONCE)
    cadence = models.CharField(max_length=8, choices=Cadence.choices, default=Cadence.DAILY)
    pushed = models.CharField(max_length=8, choices=Pushed.choices, default=Pushed.DIRECT)
    quiet_from = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(23)])
    quiet_to = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(23)])
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.direct}, {self.cadence}"


class SpaceHabit(models.Model):
    """One space for which a person wants it otherwise."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="space_mail_habits")
    space = models.ForeignKey("spaces.Space", models.CASCADE, related_name="+")
    cadence = models.CharField(max_length=8, choices=Cadence.choices)

    class Meta:
        constraints = [models.UniqueConstraint("person", "space", name="space_habit_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.space_id}: {self.cadence}"
