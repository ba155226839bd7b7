"""Choosing the square of a portrait: by mouse, by keyboard, by touch, and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from types import SimpleNamespace

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, expect

from humus.kit import assets
from humus.kit.tests.browser import chromium, page_with
from humus.people.forms import ProfileForm


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def landscape(kind: str = "PNG") -> FilePayload:
    out = BytesIO()
    Image.new("RGB", (600, 300), "brown").save(out, kind)
    return {"name": "me.png", "mimeType": "image/png", "buffer": out.getvalue()}


@pytest.fixture
def body() -> str:
    person = SimpleNamespace(**dict.fromkeys(ProfileForm.base_fields, ""), photo_address="")
    field = ProfileForm(person=person)["photo"].as_field_group()  # type: ignore[arg-type]
    return f"<style>{assets.build_sheet('account.css').body.decode()}</style><form>{field}</form>"


def cut(page: Page) -> list[float]:
    return [float(part) for part in page.locator("[data-portrait-cut]").input_value().split()]


def test_mouse_and_keyboard_choose_the_square(browser: Browser, body: str) -> None:
    with page_with(browser, body, "portrait") as page:
        page.locator("#id_photo").set_input_files(landscape())
        stage = page.locator("[data-stage]")
        expect(stage).to_be_visible()
        assert cut(page) == [0.5, 0, 1]
        expect(page.get_by_label("Up or down")).to_be_disabled()

        box = stage.bounding_box()
        assert box
        page.mouse.move(box["x"] + 100, box["y"] + 100)
        page.mouse.down()
        page.mouse.move(box["x"] + 100 + box["width"] / 4, box["y"] + 60)
        page.mouse.up()
        assert cut(page) == pytest.approx([0.25, 0, 1], abs=0.01)

        page.get_by_label("Left or right").press("End")
        assert cut(page) == [1, 0, 1]
        page.get_by_label("Closer").press("End")
        assert cut(page) == pytest.approx([1.375, 0.375, 0.25])
        page.get_by_label("Up or down").press("Home")
        assert cut(page) == pytest.approx([1.375, 0, 0.25])


def test_another_photo_begins_anew_and_what_is_no_picture_shows_no_tool(browser: Browser, body: str) -> None:
    with page_with(browser, body, "portrait") as page:
        photo, tools = page.locator("#id_photo"), page.locator("[data-tool]")
        photo.set_input_files(landscape())
        page.get_by_label("Closer").press("End")
        photo.set_input_files(landscape("WEBP"))
        expect(tools).to_have_count(1)
        assert cut(page) == [0.5, 0, 1]
        photo.set_input_files({"name": "me.png", "mimeType": "image/png", "buffer": b"no picture"})
        expect(tools).to_have_count(0)
        assert page.locator("[data-portrait-cut]").input_value() == ""


def test_two_fingers_come_closer(browser: Browser, body: str) -> None:
    with page_with(browser, body, "portrait", has_touch=True, viewport={"width": 390, "height": 800}) as page:
        page.locator("#id_photo").set_input_files(landscape())
        box = page.locator("[data-stage]").bounding_box()
        assert box
        x, y, line = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, page.context.new_cdp_session(page)

        def touch(kind: str, apart: float) -> None:
            points = [{"x": x - apart / 2, "y": y, "id": 0}, {"x": x + apart / 2, "y": y, "id": 1}]
            ended = kind == "touchEnd"
            line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [] if ended else points})

        touch("touchStart", 60)
        for apart in (80, 100, 120):
            touch("touchMove", apart)
        touch("touchEnd", 0)
        assert cut(page) == pytest.approx([0.75, 0.25, 0.5], abs=0.03)
        assert page.evaluate("scrollY") == 0


def test_without_scripts_there_is_a_file_to_choose_and_no_tool(browser: Browser, body: str) -> None:
    with page_with(browser, body, "portrait", script=False) as page:
        expect(page.locator("#id_photo")).to_be_visible()
        expect(page.locator("[data-stage]")).to_have_count(0)
