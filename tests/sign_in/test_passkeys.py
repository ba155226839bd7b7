"""A passkey is made and used in a real browser, at the address that the start prints: localhost."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail

from humus.people.models import Person
from humus.people.tests.test_sign_in import code_in, confirmed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def sign_in_by_code(page: Any, email: str) -> None:
    """By keyboard alone."""
    page.goto("/account/login/")
    page.get_by_label("Your e-mail address").focus()
    page.keyboard.type(email)
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/login/code/confirm/**")
    page.get_by_label("Code").focus()
    page.keyboard.type(code_in(mail.outbox[-1]))
    page.keyboard.press("Enter")
    page.wait_for_url("**/me/")


def test_passkey_is_made_and_then_opens_the_door(page: Any) -> None:
    person = confirmed(Person.objects.create_user("nia@example.org", name="Nia Newcomer"))
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    sign_in_by_code(page, person.email)
    page.goto("/me/security/")
    page.get_by_role("link", name="Set up passkeys").press("Enter")
    page.get_by_role("button", name="Send").press("Enter")
    page.get_by_label("Code").fill(code_in(mail.outbox[-1]))
    page.keyboard.press("Enter")
    page.wait_for_url("**/webauthn/add/**")
    page.get_by_label("A name for it").press("Enter")
    page.get_by_role("button", name="Make the passkey").press("Enter")
    page.wait_for_url("**/recovery-codes/**")
    made = Authenticator.objects.get(user=person, type="webauthn")
    assert (str(made), made.wrap().is_passwordless) == ("Chrome on Linux", True)
    assert "Chrome on Linux" in page.goto("/account/second-factor/webauthn/").text()
    page.context.clear_cookies()
    page.goto("/account/login/?next=/people/")
    page.get_by_role("button", name="Sign in with a passkey").press("Enter")
    page.wait_for_url("**/people/")
