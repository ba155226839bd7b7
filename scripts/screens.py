"""Pictures of the main screens for docs/screens/, by one command: ``python scripts/screens.py [--url http://127.0.0.1:8000]``.

Without an address it starts a demonstration of its own in a folder that is thrown away, and stops it afterwards.
"""

from __future__ import annotations

import argparse
import io
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

OUT = Path(__file__).resolve().parent.parent / "docs" / "screens"
WIDTHS = {390: 2200, 1280: 1800}
THEMES = ("light", "dark")
LANGUAGES = ("en", "fr", "ar")
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@dataclass(frozen=True)
class Screen:
    """Where a screen is: an address, then links to follow, found by selector; ``role`` is who looks."""

    address: str
    follow: tuple[str, ...] = ()
    role: str = ""


SPACE = "main .card__title a[href='/s/task-force-a2/']"
A_PAGE = "/s/task-force-a2/demo-meeting-notes-a2/"
A_QUESTION = "/s/task-force-a2/demo-talk-funding/"
A_MEETING = "/s/task-force-a2/demo-meeting-a2/"
A_DRAFT = "/s/task-force-f3/demo-indicators-draft/"
SCREENS = {
    "home": Screen("/"),
    "strategy": Screen("/strategy/"),
    "objective": Screen("/strategy/", ("main a[href^='/s/strategy/objective-']",)),
    "join": Screen("/join/"),
    "space": Screen("/spaces/", (SPACE,), "member"),
    "page": Screen(A_PAGE, role="member"),
    "editor": Screen(A_PAGE, ("main a[href*='/edit/']",), "leader"),
    "compare": Screen(A_DRAFT, ("main a[href*='/history/']", "main a[href*='/compare/'][href*='to=3']"), "leader"),
    "directory": Screen("/organisations/"),
    "organisation": Screen("/organisations/", ("main .card__title a[href$='-demo/'], main .card__title a",)),
    "profile": Screen("/people/", ("main .line__name[href^='/people/']",), "member"),
    "discussion": Screen(A_QUESTION, role="member"),
    "event": Screen(A_MEETING, role="member"),
    "calendar": Screen("/calendar/", ("main a[rel='next']",), "member"),
    "search": Screen("/search/?q=soil"),
    "secretariat": Screen("/secretariat/", role="secretariat"),
}


def wait_for(url: str, process: subprocess.Popen[bytes], seconds: int = 180) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise SystemExit(f"the demonstration stopped with {process.returncode}")
        try:
            urllib.request.urlopen(f"{url}/readyz", timeout=5)
            return
        except (urllib.error.URLError, OSError):
            time.sleep(1)
    raise SystemExit("the demonstration did not start in time")


@contextmanager
def demonstration(port: int) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as home:
        settings = os.environ | {"HUMUS_HOME": home, "PORT": str(port)}
        command = [sys.executable, "-m", "humus.cli", "demo", "--port", str(port)]
        process = subprocess.Popen(command, env=settings, stdout=subprocess.DEVNULL)
        try:
            wait_for(url := f"http://127.0.0.1:{port}", process)
            yield url
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


def become(page: Page, url: str, role: str) -> None:
    """One click of the demonstration: be somebody of this role."""
    page.goto(f"{url}/")
    page.locator(".demo-roles > summary").click()
    with page.expect_navigation():
        page.locator(f".demo-roles form[action$='/demo/become/{role}/'] button").click()


def on_from(page: Page, url: str, href: str) -> str:
    """Where a link leads, in the language of this browser: an address that names another would change it."""
    parts = urlsplit(urljoin(page.url, href))
    query = urlencode([(name, value) for name, value in parse_qsl(parts.query) if name != "language"])
    return url + parts.path + (f"?{query}" if query else "")


def reach(page: Page, url: str, screen: Screen) -> bool:
    answer = page.goto(url + screen.address)
    for selector in screen.follow:
        links = page.locator(selector)
        if not links.count():
            return False
        answer = page.goto(on_from(page, url, str(links.first.get_attribute("href"))))
    page.wait_for_timeout(250)
    return answer is not None and answer.ok


def shrink(png: bytes, path: Path, height: int) -> int:
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.crop((0, 0, picture.width, min(height, picture.height))).save(path, "WEBP", quality=58, method=4)
    return path.stat().st_size


def shoot(page: Page, url: str, name: str, kind: str, width: int) -> int | None:
    """One picture; None where a link on the way to the screen is not there."""
    if not reach(page, url, SCREENS[name]):
        return None
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if wide > 0:
        print(f"  {name}-{kind}: {wide} px too wide")
    return shrink(page.screenshot(full_page=True), OUT / f"{name}-{kind}.webp", WIDTHS[width])


def session(
    browser: Browser, url: str, names: list[str], width: int, theme: str, language: str
) -> dict[str, int | None]:
    """All screens as one browser sees them, role after role."""
    context = browser.new_context(viewport={"width": width, "height": 844 if width == 390 else 800})
    cookies = {"theme": theme, "language": language}
    context.add_cookies([{"name": key, "value": value, "url": url} for key, value in cookies.items()])
    page, role, sizes = context.new_page(), "", {}
    for name in sorted(names, key=lambda name: SCREENS[name].role):
        if SCREENS[name].role != role:
            become(page, url, role := SCREENS[name].role)
        sizes[name] = shoot(page, url, name, f"{width}-{theme}-{language}", width)
    context.close()
    return sizes


def index(names: list[str]) -> None:
    lines = ["# Screens", "", "Made by `python scripts/screens.py` from the demonstration community.", ""]
    for name in names:
        pair = " ".join(
            f'<img src="{name}-{width}-light-en.webp" width="{width // 4}" alt="{name}">' for width in reversed(WIDTHS)
        )
        lines += [f"## {name.capitalize()}", "", pair, ""]
    (OUT / "README.md").write_text("\n".join(lines), encoding="utf-8")


def every(url: str, names: list[str]) -> int:
    OUT.mkdir(parents=True, exist_ok=True)
    total, missing = 0, set[str]()
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=CHROMIUM)
        for width, theme, language in product(WIDTHS, THEMES, LANGUAGES):
            sizes = session(browser, url, names, width, theme, language)
            missing |= {name for name, size in sizes.items() if size is None}
            total += sum(size or 0 for size in sizes.values())
            print(f"{width} {theme} {language}: {len(sizes)} screens", flush=True)
        browser.close()
    index([name for name in SCREENS if (OUT / f"{name}-1280-light-en.webp").exists()])
    print(f"{total / 1_000_000:.1f} MB in {OUT}")
    if missing:
        print(f"not reached: {', '.join(sorted(missing))}", file=sys.stderr)
    return 1 if missing else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a demonstration that runs already")
    parser.add_argument("--port", type=int, default=8790, help="port of an own demonstration")
    parser.add_argument("names", nargs="*", default=[], help=f"of {', '.join(SCREENS)}; all when none is named")
    wanted = parser.parse_args()
    names = wanted.names or list(SCREENS)
    if unknown := [name for name in names if name not in SCREENS]:
        parser.error(f"no screen {unknown[0]}")
    if wanted.url:
        return every(wanted.url.rstrip("/"), names)
    with demonstration(wanted.port) as url:
        return every(url, names)


if __name__ == "__main__":
    raise SystemExit(main())
