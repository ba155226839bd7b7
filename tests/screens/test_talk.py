"""Talk below a page in a real browser: names by keyboard, the way to a comment, a text that outlives a session."""

from __future__ import annotations

from django.conf import settings

from humus.discussions.models import Comment, Mention
from tests.access.world import SHARED, sign
from tests.screens.site import Site


def test_name_is_chosen_by_keyboard_and_the_sent_comment_is_shown(site: Site) -> None:
    page = site.world.pages["public"]
    with site.open(page.get_absolute_url(), "member") as tab:
        field = tab.locator(f"#say-{page.key}")
        field.press_sequentially("Dear @Lis")
        tab.get_by_role("option").first.wait_for()
        field.press("Enter")
        assert field.input_value() == f"Dear @{sign('PERSON', 'public')} Listed "
        field.press_sequentially("what do you say?")
        field.press("Control+Enter")
        tab.wait_for_url("**/#comment-*")
        comment = Comment.objects.latest("pk")
        assert tab.url.endswith(f"/#comment-{comment.key}")
        assert tab.locator(f"#comment-{comment.key}").evaluate("one => one.matches(':target')")
        assert tab.locator(f"#say-{page.key}").input_value() == ""
    assert Mention.objects.get().person == site.world.people["listed"]


def test_group_is_chosen_by_keyboard_in_the_comment_and_in_the_editor(site: Site) -> None:
    page = site.world.pages["space"]
    with site.open(page.get_absolute_url(), "coordinator") as tab:
        field = tab.locator(f"#say-{page.key}")
        field.press_sequentially("Dear @")
        tab.get_by_role("option").nth(1).wait_for()
        field.press("ArrowDown")
        field.press("Tab")
        assert field.input_value() == "Dear @leaders "
        tab.goto(f"/p/{page.key}/edit/")
        text = tab.locator(".ProseMirror")
        text.click()
        tab.keyboard.press("Control+End")
        tab.keyboard.type(" Dear @memb")
        tab.get_by_role("option").first.wait_for()
        tab.keyboard.press("Enter")
        assert "Dear @members" in text.inner_text()


def test_text_is_kept_in_the_browser_when_the_session_ends(site: Site) -> None:
    page = site.world.pages["public"]
    context = site.context("member")
    session = context.cookies(site.url)
    tab = context.new_page()
    tab.goto(page.get_absolute_url())
    tab.locator(f"#say-{page.key}").fill("A long thought.")
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    tab.get_by_role("button", name="Send", exact=True).click()
    tab.wait_for_load_state()
    context.add_cookies(session)
    tab.goto(page.get_absolute_url())
    assert tab.locator(f"#say-{page.key}").input_value() == "A long thought."
    tab.get_by_role("button", name="Send", exact=True).click()
    tab.wait_for_url("**/#comment-*")
    assert Comment.objects.latest("pk").plain == "A long thought."
    tab.goto(page.get_absolute_url())
    assert tab.locator(f"#say-{page.key}").input_value() == ""
    context.close()


def test_selected_words_are_commented_by_keyboard_and_marked_in_the_text(site: Site) -> None:
    page = site.world.pages["public"]
    select = """() => { const range = document.createRange();
      range.selectNodeContents(document.querySelector("[data-words]")); getSelection().removeAllRanges();
      getSelection().addRange(range); }"""
    with site.open(page.get_absolute_url(), "member") as tab:
        tab.evaluate(select)
        tab.locator(".passage__ask").wait_for()
        tab.keyboard.press("Control+Alt+m")
        assert tab.evaluate("document.activeElement.name") == "text"
        tab.keyboard.type("What does it mean?")
        tab.keyboard.press("Control+Enter")
        tab.wait_for_url("**/#comment-*")
        comment = Comment.objects.latest("pk")
        assert SHARED in comment.passage.quote
        assert SHARED in tab.locator(f"mark[data-of='{comment.anchor}']").inner_text()
        tab.locator(".passage__way").click()
        assert tab.url.endswith(f"#{comment.anchor}")
        tab.locator("[data-show-passage]").click()
        assert tab.evaluate("document.activeElement.id") == f"passage-{comment.anchor}"
