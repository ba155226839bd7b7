"""Talking SMTP: one connection to the site's server, its troubles told apart by what to do about them."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.utils.translation import gettext as _

from humus.kit import answering
from humus.kit.sealed import CannotOpen
from humus.notifications import signing
from humus.notifications.models import MailServer, OutgoingMail

PATIENCE = 20


class MailTrouble(Exception):
    """A mail could not be delivered. ``permanent``: trying again is useless. ``handed``: it may have arrived."""

    def __init__(self, words: str, *, permanent: bool = False, handed: bool = False) -> None:
        super().__init__(words)
        self.permanent = permanent
        self.handed = handed
        # Whether it is the receiver whom the server refuses.
        self.receiver = False


class ServerTrouble(MailTrouble):
    """Nothing can be delivered now, this mail or another."""


@contextmanager
def connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    """A signed-in connection; whatever goes wrong is raised as ServerTrouble in words."""
    try:
        connection = _connect(server)
    except CannotOpen:
        raise ServerTrouble(_("The password was saved with another secret key. Enter it again.")) from None
    except UnicodeEncodeError:
        raise ServerTrouble(_("Signing in takes plain letters only; choose a password without accents.")) from None
    except ssl.SSLCertVerificationError as error:
        raise ServerTrouble(_("The server's certificate is not valid: %s") % error.verify_message) from None
    except ssl.SSLError:
        raise ServerTrouble(
            _("The server does not speak TLS on this port. Choose STARTTLS, or the other port.")
        ) from None
    except smtplib.SMTPAuthenticationError as error:
        raise ServerTrouble(_("The server refuses the user name or password: %s") % said(error)) from None
    except smtplib.SMTPNotSupportedError:
        raise ServerTrouble(
            _("The server does not offer what is asked: STARTTLS, or signing in with a password.")
        ) from None
    except smtplib.SMTPResponseException as error:
        raise ServerTrouble(_("The server turns us away: %s") % said(error)) from None
    except TimeoutError:
        raise ServerTrouble(_("The server does not answer. Is the port right, and open in the firewall?")) from None
    except ConnectionRefusedError:
        raise ServerTrouble(_("No mail server listens there. Are its name and the port right?")) from None
    except socket.gaierror:
        raise ServerTrouble(_("No server has this name. Is it spelt right?")) from None
    except (OSError, smtplib.SMTPException) as error:
        raise ServerTrouble(_("The server cannot be reached: %s") % error) from None
    try:
        yield connection
    finally:
        with suppress(OSError, smtplib.SMTPException):
            connection.quit()


def _connect(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.security == MailServer.Security.TLS:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    try:
        if server.security == MailServer.Security.STARTTLS:
            connection.starttls(context=context)
        connection.ehlo_or_helo_if_needed()
        if server.user:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def send(connection: smtplib.SMTP, server: MailServer, mail: OutgoingMail, commit: Callable[[], bool]) -> bool:
    """Deliver one mail. ``commit`` is asked right before the text goes out; False means that another process has it."""
    raw = _signed(mail, server)
    try:
        _envelope(connection, server, mail)
        if not commit():
            connection.rset()
            return False
    except OSError as error:
        raise ServerTrouble(str(error)) from None
    try:
        code, answer = connection.data(raw)
    except smtplib.SMTPResponseException as error:
        code, answer = error.smtp_code, _bytes(error.smtp_error)
    except OSError:
        words = _("The connection broke while the text was being handed over; the mail may or may not have arrived.")
        raise ServerTrouble(words, handed=True) from None
    _judge(code, answer)
    return True


def _envelope(connection: smtplib.SMTP, server: MailServer, mail: OutgoingMail) -> None:
    try:
        _judge(*connection.mail(_way_back(server, mail)))
        _receiver(connection, mail)
    except MailTrouble:
        connection.rset()
        raise


def _way_back(server: MailServer, mail: OutgoingMail) -> str:
    """Where the mail returns to if it cannot be delivered: an address of its own, which names it."""
    return (answering.address("b", 0, mail.pk or 0) if server.returns else "") or server.sender


def _receiver(connection: smtplib.SMTP, mail: OutgoingMail) -> None:
    try:
        _judge(*connection.rcpt(plain(mail.recipient)))
    except MailTrouble as trouble:
        trouble.receiver = True
        raise


def _signed(mail: OutgoingMail, server: MailServer) -> bytes:
    """Without its signature a mail does not leave: it waits until the key is put right."""
    try:
        return signing.signed(mail.as_bytes(server.from_header), server.sender)
    except signing.BadKey as bad:
        raise ServerTrouble(str(bad)) from bad
    except signing.CannotSign as bad:
        raise MailTrouble(str(bad)) from bad


def plain(address: str) -> str:
    """The address in ASCII, as every server takes it; a domain in other letters has such a form, a name has not."""
    name, _at, domain = address.rpartition("@")
    try:
        domain = domain.encode("idna").decode()
        return f"{name.encode('ascii').decode()}@{domain}"
    except UnicodeError:
        raise MailTrouble(_("This address cannot be written in plain letters."), permanent=True) from None


def _judge(code: int, answer: bytes) -> None:
    if 200 <= code < 300:
        return
    words = f"{code} {answer.decode('utf-8', 'replace')}"
    if code == 421:
        raise ServerTrouble(words)
    raise MailTrouble(words, permanent=code >= 500)


def said(error: smtplib.SMTPResponseException) -> str:
    return f"{error.smtp_code} {_bytes(error.smtp_error).decode('utf-8', 'replace')}"


def _bytes(answer: bytes | str) -> bytes:
    return answer.encode() if isinstance(answer, str) else answer
