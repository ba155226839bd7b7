"""Who wrote this, and was it a person? Headers are claims; only the mail server that we trust may vouch for them."""

from __future__ import annotations

import re
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings

from humus.incoming.opening import Letter
from humus.people.models import Person

MOST_HOPS = 30
ROBOTS = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-response-suppress", "list-id", "x-loop")
NAMES = ("mailer-daemon@", "postmaster@", "noreply@", "no-reply@", "donotreply@")
RESULT = re.compile(r"\b(dmarc|dkim|spf)\s{0,3}=\s{0,3}(\w+)([^;]{0,500})", re.IGNORECASE)
DOMAIN = re.compile(r"(?:header\.d|header\.i|smtp\.mailfrom)\s{0,3}=\s{0,3}\"?([^\s;\"]{1,320})")


def automatic(letter: Letter, envelope_from: str) -> str:
    """The header that gives a machine away, or an empty string."""
    submitted = letter.header("auto-submitted").lower()
    if submitted and submitted.split(";")[0].strip() != "no":
        return "Auto-Submitted"
    if letter.header("precedence").lower() in ("bulk", "junk", "list", "auto_reply"):
        return "Precedence"
    for name in ROBOTS:
        if letter.header(name):
            return name
    if not envelope_from or letter.sender.startswith(NAMES):
        return "Return-Path"
    if letter.sender.endswith(f"@{settings.MAIL_DOMAIN}"):
        return "From"
    if sum(1 for name, _value in letter.headers if name == "received") > MOST_HOPS:
        return "Received"
    return ""


def vouched(letter: Letter) -> bool | None:
    """What our own mail server found out about the sender: True, False (forged), or None (it does not say)."""
    found = list(_results(letter))
    domain = letter.sender.rpartition("@")[2]
    dmarc = [result for method, result, _rest in found if method == "dmarc"]
    if dmarc and dmarc[0] in ("pass", "fail"):
        return dmarc[0] == "pass"
    for method, result, rest in found:
        if (
            method in ("dkim", "spf")
            and result == "pass"
            and any(_aligned(one, domain) for one in DOMAIN.findall(rest))
        ):
            return True
    failed = {method for method, result, _rest in found if result in ("fail", "hardfail")}
    return (
        False if failed >= {"dkim", "spf"} or ("spf" in failed and not dmarc and "dkim" not in _seen(found)) else None
    )


def _seen(found: list[tuple[str, str, str]]) -> set[str]:
    return {method for method, result, _rest in found if result != "none"}


def _results(letter: Letter) -> Any:
    """Of the topmost group of results that bear our server's name: what stands below came with the mail."""
    begun = False
    for name, value in letter.headers:
        if begun and name == "received":
            return
        if name == "authentication-results" and settings.MAIL_AUTHSERV:
            server, _semicolon, rest = value.partition(";")
            if server.split()[:1] == [settings.MAIL_AUTHSERV]:
                begun = True
                yield from ((m.lower(), r.lower(), more) for m, r, more in RESULT.findall(rest))


def _aligned(claim: str, domain: str) -> bool:
    other = claim.rpartition("@")[2].lower().rstrip(".")
    return bool(domain) and (domain == other or domain.endswith(f".{other}") or other.endswith(f".{domain}"))


def addresses(person: Any) -> set[str]:
    """The addresses that are proved to be this person's."""
    more = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return {person.email.lower(), *(one.lower() for one in more)}


def person_at(address: str) -> Person | None:
    """The person whose proved address this is, if the account is open."""
    if not address:
        return None
    found = Person.objects.active().filter(email__iexact=address).first()
    if found and EmailAddress.objects.filter(user=found, email__iexact=address, verified=False).exists():
        return None
    if found is None:
        row = EmailAddress.objects.filter(email__iexact=address, verified=True).select_related("user").first()
        found = row.user if row and row.user.is_active else None
    return found
