"""Mail on its way out, and the server it leaves by."""

from humus.notifications.models.mail import OutgoingMail
from humus.notifications.models.server import MailServer

__all__ = ["MailServer", "OutgoingMail"]
