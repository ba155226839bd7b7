"""Another service in a real browser: the way there, back, and what one sees on the way."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail

from humus.people.models import Person
from humus.people.tests.test_sign_in import code_in
from tests.sign_in.provider import Provider

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_newcomer_goes_there_and_comes_back_as_a_member_by_keyboard_alone(services: Provider, page: Any) -> None:
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with Ministry").press("Enter")
    page.wait_for_url(f"{services.url}/authorize?**")
    page.get_by_role("link", name="Allow").press("Enter")
    page.wait_for_url("**/me/")
    assert Person.objects.get().email == "olga@example.org"
    page.goto("/account/connections/")
    assert page.get_by_role("button", name="Disconnect Ministry").is_visible()


def test_researcher_completes_what_orcid_does_not_tell(services: Provider, page: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/account/signup/")
    page.get_by_role("button", name="Continue with ORCID").press("Enter")
    page.get_by_role("link", name="Allow").press("Enter")
    page.wait_for_url("**/connections/signup/")
    assert page.get_by_label("Your name").input_value() == "Olga Outside"
    page.get_by_label("Email").fill("olga@example.org")
    page.keyboard.press("Enter")
    page.wait_for_url("**/confirm-email/")
    page.get_by_label("Code").fill(code_in(mail.outbox[-1]))
    page.keyboard.press("Enter")
    page.wait_for_url("**/me/")
    assert Person.objects.get().orcid == "0000-0002-1825-0097"


def test_the_way_there_needs_no_script_and_can_be_left(services: Provider, browser: Any, live_server: Any) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with Ministry").click()
    page.wait_for_url(f"{services.url}/authorize?**")
    page.get_by_role("link", name="Refuse").click()
    page.wait_for_url("**/connections/login/cancelled/")
    assert page.get_by_role("heading", level=1).inner_text() == "You turned back"
    context.close()
