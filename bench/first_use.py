"""How many actions two first tasks take in a real browser: a page with heading, picture, table and link, and a person
of a partner in Senegal. In a throw-away demonstration, or in one that runs (``--url``), which gets a page more.

An action is a click (a double click is one), a press of a key or of keys together, a choice of a file in the dialog of
the system, or words typed in one place without a press of Enter or Tab. Beginning: signed in, on the home page.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import _measuring as measuring

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu"]
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763606060000000040001"
    "27345a3d0000000049454e44ae426082"
)
PLACE = """word => {
  const texts = document.createTreeWalker(document.querySelector(".ProseMirror"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode() && !texts.currentNode.data.includes(word));
  const range = document.createRange(), at = texts.currentNode.data.indexOf(word);
  range.setStart(texts.currentNode, at);
  range.setEnd(texts.currentNode, at + word.length);
  texts.currentNode.parentElement.scrollIntoView({block: "center"});
  const box = range.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}"""
SIZES = {"desk": (1280, 900), "phone": (390, 844)}


@dataclass
class Hands:
    """What a person does with mouse and keys, written down."""

    tab: Any
    done: list[str] = field(default_factory=list)

    def click(self, what: Any, name: str) -> None:
        self.done.append(f"click {name}")
        what.click()

    def double_click(self, word: str) -> None:
        """On a word of the text, where it stands."""
        self.done.append(f"double-click “{word}”")
        self.tab.mouse.dblclick(*self.tab.evaluate(PLACE, word))

    def press(self, key: str) -> None:
        self.done.append(f"press {key}")
        self.tab.keyboard.press(key)

    def write(self, words: str) -> None:
        self.done.append(f"type “{words}”")
        self.tab.keyboard.type(words)

    def choose(self, what: Any, name: str) -> None:
        """A button that opens the dialog of the system, and the file in it: two actions."""
        with self.tab.expect_file_chooser() as chooser:
            self.click(what, name)
        self.done.append("choose a file")
        chooser.value.set_files([{"name": "field.png", "mimeType": "image/png", "buffer": PICTURE}])


def make_page(tab: Any, hands: Hands) -> None:
    """As somebody who has never seen the editor: the buttons that stand there, and no keys but Enter and Tab."""
    text, tool = tab.locator(".ProseMirror"), tab.get_by_role("toolbar").first
    hands.click(tab.get_by_role("link", name="Create content").first, "Create content")
    hands.click(tab.locator("main a[href^='/s/'][href*='/create/']").first, "the space")
    tab.locator("#title:focus").wait_for()
    hands.write("My first page")
    hands.click(tab.get_by_role("button", name="Page", exact=True), "Page")
    hands.click(text, "the text")
    hands.click(tool.get_by_role("button", name="Heading", exact=True), "Heading")
    hands.write("Cover crops")
    hands.press("Enter")
    hands.write("They feed the soil, says Wikipedia")
    put_picture(tab, hands, tool)
    hands.click(tool.get_by_role("button", name="Table", exact=True), "Table")
    hands.write("Crop")
    hands.press("Tab")
    hands.write("Rye")
    hands.double_click("Wikipedia")
    hands.click(tool.get_by_role("button", name="Link"), "Link")
    hands.write("https://en.wikipedia.org/wiki/Cover_crop")
    hands.press("Enter")
    hands.click(tab.get_by_role("button", name="Publish", exact=True), "Publish")
    tab.wait_for_url(re.compile(r"/s/[^/]+/my-first-page"))
    stands_there(tab.locator("main"))


def put_picture(tab: Any, hands: Hands, tool: Any) -> None:
    hands.click(tool.get_by_role("button", name="Image"), "Image")
    dialog = tab.get_by_role("dialog")
    hands.choose(dialog.locator("input[type=file]"), "Choose File")
    hands.click(dialog.get_by_label("What does the image show?"), "what it shows")
    hands.write("A field of rye")
    hands.press("Enter")
    tab.locator(".ProseMirror img").wait_for()


def stands_there(page: Any) -> None:
    """What was made is what the reader sees."""
    heading = page.get_by_role("heading", name="Cover crops", level=2)
    wanted = (heading, page.get_by_alt_text("A field of rye"), page.get_by_role("link", name="Wikipedia"))
    for one in (*wanted, page.get_by_role("table").get_by_text("Rye"), page.get_by_role("table").get_by_text("Crop")):
        one.wait_for()


def find_person(tab: Any, hands: Hands) -> None:
    """By the register: the country on its map, the partner, the person on its page."""
    organisations = tab.get_by_role("link", name="Organisations", exact=True).first
    if not organisations.is_visible():
        hands.click(tab.locator(".site-tools summary:visible, .site-tools button:visible").last, "Menu")
    hands.click(
        tab.get_by_role("link", name="Organisations", exact=True).locator("visible=true").first, "Organisations"
    )
    hands.click(tab.locator("main a[href*='country=SN']").first, "Senegal on the map")
    partner = tab.locator("main a[href*='affiliation=partner']:visible")
    hands.click(partner.first, "Partner")
    hands.click(tab.locator("main .card a[href^='/organisations/']").first, "the organisation")
    hands.click(tab.locator("main a[href^='/people/']").first, "the person")
    tab.wait_for_url(re.compile(r"/people/[^/?]+/$"))
    tab.locator("h1").wait_for()


TASKS: dict[str, tuple[Callable[[Any, Hands], None], int]] = {
    "a page with heading, picture, table and link": (make_page, 25),
    "a person of a partner in Senegal": (find_person, 6),
}


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="the wide window only")
    options.add_argument("--url", help="a demonstration that runs: its address")
    given = options.parse_args()
    sizes = {"desk": SIZES["desk"]} if given.quick else SIZES
    with demonstration() if not given.url else nullcontext(given.url.rstrip("/")) as url:
        return 1 if judged(url, sizes) else 0


def judged(url: str, sizes: dict[str, tuple[int, int]]) -> int:
    """How many bars are missed; every action is printed."""
    missed = 0
    with browser() as opened:
        for size, (width, height) in sizes.items():
            for name, (task, bar) in TASKS.items():
                context = opened.new_context(viewport={"width": width, "height": height}, locale="en-GB")
                tab = signed_in(context.new_page(), url)
                hands = Hands(tab)
                task(tab, hands)
                context.close()
                missed += len(hands.done) > bar
                print(f"{size}: {name}: {len(hands.done)} actions (bar {bar})")
                print("  " + ", ".join(hands.done))
    return missed


def signed_in(tab: Any, url: str) -> Any:
    """On the home page as the leader of a task force; one click makes anyone in a demonstration."""
    tab.set_default_timeout(20_000)
    tab.goto(f"{url}/")
    with tab.expect_navigation():
        tab.locator("form[action$='/demo/become/leader/']").first.evaluate("form => form.submit()")
    tab.goto(f"{url}/")
    return tab


@contextmanager
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=os.environ.get("CHROMIUM", CHROMIUM), args=ARGUMENTS)
        yield opened
        opened.close()


@contextmanager
def demonstration() -> Iterator[str]:
    """The address of one of our own, in a folder that is thrown away."""
    with measuring.database(HUMUS_DEMO="1") as (_server, home):
        filled()
        with measuring.serving("humus.wsgi:application", {"HUMUS_POOL": "4"}, folder=home) as (port, _pid):
            yield f"http://127.0.0.1:{port}"


def filled() -> None:
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "humus.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    with redirect_stdout(io.StringIO()):
        call_command("demo_community")


if __name__ == "__main__":
    sys.exit(main())
