"""A session that ends while somebody types loses nothing."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import expect

from humus.discussions.models import Comment
from humus.kit import richtext
from humus.pages import domain
from humus.pages.models import Draft, Page, Version
from humus.pages.tests.test_pages import page_in
from humus.people.tests.test_sign_in import code_in, confirmed
from tests.sign_in.test_passkeys import sign_in_by_code

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def written(cast: SimpleNamespace) -> Page:
    confirmed(cast.member)
    page_in(cast, "Front")
    return domain.create(actor=cast.member, space=cast.force, title="Soil notes")


def test_words_typed_after_the_session_ended_are_published_after_signing_in_again(
    page: Any, written: Page, cast: SimpleNamespace
) -> None:
    page.forgiven = ("401", "403")
    sign_in_by_code(page, cast.member.email)
    page.goto(f"/p/{written.key}/edit/")
    page.wait_for_function("document.querySelector('[data-editor-form]').editing")
    page.locator(".ProseMirror").click()
    page.keyboard.type("typed before")
    page.get_by_role("status").and_(page.get_by_text("Saved", exact=True)).wait_for()
    cast.member.end_sessions()
    page.keyboard.type(", and after")
    link = page.get_by_role("link", name="Sign in in a new tab")
    link.wait_for()
    page.get_by_role("button", name="Publish").click()
    page.wait_for_timeout(300)
    assert page.url.endswith("/edit/")
    with page.context.expect_page() as opened:
        link.click()
    tab = opened.value
    tab.get_by_label("Your e-mail address").fill(cast.member.email)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/confirm/**")
    tab.get_by_label("Code").fill(code_in(mail.outbox[-1]))
    tab.keyboard.press("Enter")
    tab.get_by_role("heading", level=1).wait_for()
    tab.close()
    page.bring_to_front()
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url(f"**/s/{cast.force.slug}/soil-notes/")
    version = Version.objects.get(page=written)
    assert version.body["content"][0]["content"][0]["text"] == "typed before, and after"
    assert not Draft.objects.filter(page=written).exists()


def test_comment_sent_after_the_session_ended_is_there_after_signing_in_again_and_is_sent(
    page: Any, written: Page, cast: SimpleNamespace
) -> None:
    body = richtext.paragraphs("What lies below.")
    domain.publish(actor=cast.member, page=written, language="en", title="Soil notes", body=body)
    page.forgiven = ("401", "403")
    sign_in_by_code(page, cast.member.email)
    page.goto(written.get_absolute_url())
    words = page.locator(f"#say-{written.key}")
    words.fill("A long thought.")
    cast.member.end_sessions()
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url("**/account/login/**")
    page.get_by_label("Your e-mail address").fill(cast.member.email)
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/login/code/confirm/**")
    page.get_by_label("Code").fill(code_in(mail.outbox[-1]))
    page.keyboard.press("Enter")
    page.wait_for_url("**/me/kept/")
    assert Comment.objects.count() == 0
    expect(page.get_by_label("What you wrote")).to_have_value("A long thought.")
    page.get_by_role("button", name="Send it now").click()
    page.wait_for_url("**/#comment-*")
    assert Comment.objects.get().plain == "A long thought."
    expect(page.locator("article", has_text="A long thought.").first).to_be_visible()
    page.goto(written.get_absolute_url())
    expect(words).to_have_value("")
