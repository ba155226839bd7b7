"""Mail on its way out, the server it leaves by; who follows what, and what each is told."""

from humus.notifications.models.habits import Cadence, Habits, SpaceHabit
from humus.notifications.models.mail import OutgoingMail
from humus.notifications.models.notice import Follow, Notice, Telling
from humus.notifications.models.push import Push, PushDevice
from humus.notifications.models.returned import ReturnedAddress
from humus.notifications.models.server import MailServer

__all__ = [
    "Cadence",
    "Follow",
    "Habits",
    "MailServer",
    "Notice",
    "OutgoingMail",
    "Push",
    "PushDevice",
    "ReturnedAddress",
    "SpaceHabit",
    "Telling",
]
