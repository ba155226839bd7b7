"""Each script module does its one thing, by mouse and by keyboard."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from humus.kit.tests.browser import SITE, chromium, page_with


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def test_theme_switch_turns_the_page_and_tells_the_server_by_cookie(browser: Browser):
    with page_with(browser, "<button data-theme-switch hidden>Night</button>", "theme") as page:
        page.get_by_role("button", name="Night").click()
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        assert [(c["name"], c["value"]) for c in page.context.cookies()] == [("theme", "dark")]
        expect(page.get_by_role("button")).to_have_attribute("aria-pressed", "true")


def test_a_comma_stands_close_to_the_name_before_it(browser: Browser) -> None:
    words = '<div class="prose"><p><a class="mention" href="/x">@Awa Ba</a>, and <span>x</span></p></div>'
    with page_with(browser, words, "theme") as page:
        gap = page.evaluate("""() => {
          const range = document.createRange(), name = document.querySelector(".mention").firstChild;
          range.selectNodeContents(name);
          const end = range.getBoundingClientRect().right;
          range.setStart(document.querySelector(".mention").nextSibling, 0);
          range.setEnd(document.querySelector(".mention").nextSibling, 1);
          return range.getBoundingClientRect().left - end;
        }""")
    assert gap < 3


MENU = "<details data-pop><summary>Menu</summary><a href='/x'>Inside</a></details><p>Outside</p>"


@pytest.mark.parametrize("way", ["Escape", "click"])
def test_open_menu_closes_on_escape_and_on_a_click_elsewhere(browser: Browser, way: str):
    with page_with(browser, MENU, "pop") as page:
        page.get_by_text("Menu").click()
        expect(page.get_by_text("Inside")).to_be_visible()
        page.keyboard.press("Escape") if way == "Escape" else page.get_by_text("Outside").click()
        expect(page.get_by_text("Inside")).to_be_hidden()


CONFIRM = (
    '<form action="/gone" data-confirm="Delete it?" data-confirm-yes="Delete" data-confirm-no="Keep">'
    "<button name='which' value='7'>Remove</button></form>"
)


def test_confirm_keeps_when_refused_and_sends_with_its_button_when_agreed(browser: Browser):
    with page_with(browser, CONFIRM, "confirm") as page:
        page.get_by_role("button", name="Remove").click()
        page.get_by_role("dialog", name="Delete it?").get_by_role("button", name="Keep").click()
        assert page.url == f"{SITE}/"
        page.get_by_role("button", name="Remove").click()
        page.get_by_role("button", name="Delete").click()
        page.wait_for_url(f"{SITE}/gone?which=7")


def suggesting(page: Page) -> None:
    found = [{"label": "Soil <b>", "url": "/soil", "kind": "Page"}, {"label": "Soils of Chile", "url": "/chile"}]
    page.route(
        f"{SITE}/find?q=so", lambda route: route.fulfill(body=json.dumps(found), content_type="application/json")
    )
    page.get_by_role("combobox").fill("so")
    expect(page.get_by_role("option")).to_have_count(2)


def test_suggestions_are_walked_by_keyboard_and_followed(browser: Browser):
    field = '<label>Search <input type="search" data-suggest-url="/find"></label>'
    with page_with(browser, field, "suggest") as page:
        suggesting(page)
        expect(page.get_by_role("option").first).to_contain_text("Soil <b>")
        for _ in range(2):
            page.keyboard.press("ArrowDown")
        expect(page.get_by_role("combobox")).to_have_attribute("aria-activedescendant", "suggest-1-1")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{SITE}/chile")


def test_suggestions_go_away_on_escape(browser: Browser):
    with page_with(browser, '<input type="search" data-suggest-url="/find">', "suggest") as page:
        suggesting(page)
        page.keyboard.press("Escape")
        expect(page.get_by_role("listbox")).to_be_hidden()
        expect(page.get_by_role("combobox")).to_have_attribute("aria-expanded", "false")


TIME = (
    '<time datetime="2020-10-27T12:00:00Z" data-local="time">13:00 CET</time> <p hidden>in <b data-local-zone></b></p>'
)


@pytest.mark.parametrize(
    ("zone", "hour"), [("America/Santiago", "09:00"), ("Asia/Dhaka", "18:00"), ("Africa/Ouagadougou", "12:00")]
)
def test_a_moment_is_shown_in_the_readers_own_zone(browser: Browser, zone: str, hour: str):
    with page_with(browser, TIME, "localtime", timezone_id=zone, locale="fr") as page:
        expect(page.locator("time")).to_contain_text(hour)
        expect(page.locator("time")).to_have_attribute("title", "13:00 CET")
        expect(page.get_by_text("in " + zone)).to_be_visible()


@pytest.mark.parametrize(("status", "hour"), [(200, "14:30"), (500, "13:00")])
def test_platform_corrects_the_clock_of_a_device_and_the_device_helps_itself_without(
    browser: Browser, status: int, hour: str
):
    page_of = f'<div data-clocks="/clocks">{TIME}</div>'
    answer = json.dumps({"offsets": {"1603800000": 150}, "place": "Paris, France"})
    with page_with(browser, page_of, "localtime", timezone_id="Europe/Paris", locale="fr") as page:
        page.route("**/clocks?*", lambda route: route.fulfill(status=status, body=answer))
        page.reload()
        expect(page.locator("[data-clocks]")).to_have_count(0)
        expect(page.locator("time")).to_contain_text(hour)
        expect(page.locator("[data-local-zone]")).to_have_text("Paris, France" if status == 200 else "Europe/Paris")


@pytest.mark.parametrize(("zone", "said"), [("America/Lima", "^07:00$"), ("Pacific/Auckland", "28 October.* 01:00$")])
def test_a_day_is_said_again_only_where_it_is_another_for_the_reader(browser: Browser, zone: str, said: str):
    moment = '<time datetime="2020-10-27T12:00:00Z" data-local="both" data-local-day="2020-10-27"></time>'
    with page_with(browser, moment, "localtime", timezone_id=zone, locale="en-GB") as page:
        expect(page.locator("time")).to_have_text(re.compile(said))


GUARDED = (
    '<form data-guard="why" data-guard-note="Your words are back"><textarea name="why"></textarea>'
    '<input type="checkbox" name="sure"><input type="password" name="secret"></form>'
)


def test_typed_words_come_back_after_the_session_ended_but_never_a_password(browser: Browser):
    with page_with(browser, GUARDED, "toast", "guard") as page:
        page.locator("textarea").fill("Because I measured it")
        page.locator("[type=checkbox]").check()
        page.locator("[type=password]").fill("hidden")
        page.wait_for_timeout(400)
        page.goto(f"{SITE}/sign-in")
        page.goto(f"{SITE}/")
        expect(page.locator("textarea")).to_have_value("Because I measured it")
        expect(page.locator("[type=checkbox]")).to_be_checked()
        expect(page.locator("[type=password]")).to_have_value("")
        expect(page.get_by_role("status")).to_contain_text("Your words are back")
        assert "hidden" not in page.evaluate("JSON.stringify(sessionStorage)")


LIST = (
    '<ol data-reorder="/place" data-reorder-done="Moved">'
    + "".join(
        f'<li data-id="{n}"><button type="button" class="handle" data-handle aria-label="Move {n}">=</button> {n}</li>'
        for n in "abc"
    )
    + "</ol>"
)


def moved(page: Page) -> list[str | None]:
    sent: list[str | None] = []
    page.route(f"{SITE}/place", lambda route: (sent.append(route.request.post_data), route.fulfill(body="")))
    return sent


def order(page: Page) -> str:
    return str(page.evaluate("[...document.querySelectorAll('[data-id]')].map(e => e.dataset.id).join('')"))


@pytest.mark.parametrize("keys", [("Space", "ArrowDown", "ArrowDown", "Space"), ("ArrowDown", "ArrowDown", "Tab")])
def test_list_is_reordered_by_keyboard_and_told_to_the_server_once(browser: Browser, keys: tuple[str, ...]):
    with page_with(browser, LIST, "toast", "reorder") as page:
        sent = moved(page)
        page.get_by_role("button", name="Move a").focus()
        for key in keys:
            page.keyboard.press(key)
        expect(page.get_by_role("status")).to_contain_text("Moved")
        assert (order(page), sent) == ("bca", ["id=a&after=c"])


def test_list_is_reordered_by_dragging(browser: Browser):
    with page_with(browser, LIST, "toast", "reorder") as page:
        sent = moved(page)
        box = page.get_by_role("button", name="Move a").bounding_box()
        page.get_by_role("button", name="Move c").hover()
        page.mouse.down()
        page.mouse.move(box["x"] + 5, box["y"] + 4, steps=8)
        page.mouse.up()
        expect(page.get_by_role("status")).to_contain_text("Moved")
        assert (order(page), sent) == ("cab", ["id=c&after="])


BELOW = LIST.replace('data-id="', 'data-id="c').replace("=</button>", "+</button>")
NESTED = LIST.replace(" c</li>", f" c{BELOW}</li>")


def test_a_page_below_another_is_moved_once_and_escape_puts_it_back(browser: Browser):
    with page_with(browser, NESTED, "toast", "reorder") as page:
        sent = moved(page)
        page.locator("[data-id=ca] > [data-handle]").focus()
        for key in ("Space", "ArrowDown", "Space"):
            page.keyboard.press(key)
        expect(page.get_by_role("status")).to_contain_text("Moved")
        assert (order(page), sent) == ("abccbcacc", ["id=ca&after=cb"])
        for key in ("Space", "ArrowDown", "Escape"):
            page.keyboard.press(key)
        assert (order(page), sent) == ("abccbcacc", ["id=ca&after=cb"])


TABS = '<div data-tabs><a href="#one">One</a><a href="#two">Two</a></div><p id="one">First</p><p id="two">Second</p>'


@pytest.mark.parametrize(("direction", "key"), [("ltr", "ArrowRight"), ("rtl", "ArrowLeft")])
def test_tabs_follow_the_arrow_that_points_ahead(browser: Browser, direction: str, key: str):
    with page_with(browser, TABS, "tabs") as page:
        page.evaluate("way => document.documentElement.dir = way", direction)
        expect(page.get_by_text("Second")).to_be_hidden()
        page.get_by_role("tab", name="One").focus()
        page.keyboard.press(key)
        expect(page.get_by_role("tabpanel", name="Two")).to_be_visible()
        expect(page.get_by_text("First")).to_be_hidden()


def test_without_scripts_every_part_of_the_tabs_is_there(browser: Browser):
    with page_with(browser, TABS, "tabs", script=False) as page:
        expect(page.get_by_text("First")).to_be_visible()
        expect(page.get_by_text("Second")).to_be_visible()


def test_dialog_opens_from_its_button_and_gives_the_focus_back(browser: Browser):
    body = '<button data-dialog="d">Open</button><dialog id="d"><button data-dialog-close>Close</button></dialog>'
    with page_with(browser, body, "dialog") as page:
        page.get_by_role("button", name="Open").click()
        page.get_by_role("button", name="Close").click()
        expect(page.get_by_role("dialog")).to_be_hidden()
        expect(page.get_by_role("button", name="Open")).to_be_focused()


def test_fields_that_matter_for_one_answer_only_show_for_it(browser: Browser):
    body = (
        '<form><select name="role"><option>member<option>leader</select>'
        '<p data-shown-when="role=leader,region">Why do you qualify?</p></form>'
    )
    with page_with(browser, body, "disclosure") as page:
        expect(page.get_by_text("Why do you qualify?")).to_be_hidden()
        page.locator("select").select_option("leader")
        expect(page.get_by_text("Why do you qualify?")).to_be_visible()


def test_copied_address_is_whole_and_said(browser: Browser):
    body = '<button data-copy="/p/1/" data-copy-done="Address copied">Copy</button>'
    with page_with(browser, body, "toast", "copy") as page:
        page.evaluate("navigator.clipboard ? 0 : Object.defineProperty(navigator, 'clipboard', {value: {}})")
        page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text }")
        page.get_by_role("button", name="Copy").click()
        expect(page.get_by_role("status")).to_contain_text("Address copied")
        assert page.evaluate("copied") == f"{SITE}/p/1/"
