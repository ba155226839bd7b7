"""The picture beside a link to the platform on other sites: ``python scripts/card.py`` after a change of design."""

from __future__ import annotations

import io
import os
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import sync_playwright

OUT = Path(__file__).resolve().parent.parent / "src" / "humus" / "kit" / "static" / "humus" / "img"
SIZE = {"width": 1200, "height": 630}
LAYOUT = """
  body { margin: 0; inline-size: 1200px; block-size: 630px; overflow: hidden; background: var(--paper);
    display: grid; grid-template-rows: auto 1fr; }
  header { display: flex; gap: 40px; align-items: center; padding: 76px 84px 26px; }
  header img { inline-size: 150px; block-size: 150px; }
  h1 { font: 600 108px/1 var(--display); margin: 0; color: var(--ink); }
  p { text-wrap: balance; font: 34px/1.3 var(--text); margin: 12px 0 0; color: var(--ink-soft); }
  .ground { position: relative; } .ground svg { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; }
"""


def main() -> None:
    os.environ.setdefault("HUMUS_SECRET_KEY", "only-for-a-picture")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "humus.settings")
    django.setup()
    from django.conf import settings

    from humus.kit import horizon

    css = "\n".join(
        (OUT.parent / "css" / name).read_text() for name in ("tokens.css", "base.css", "components/horizon.css")
    )
    css = css.replace("../fonts/", (OUT.parent / "fonts").as_uri() + "/")
    page = f"""<!doctype html><meta charset="utf-8"><style>{css}{LAYOUT}</style>
      <header><img src="{(OUT / "logo.svg").as_uri()}" alt=""><div><h1>{settings.SITE_NAME}</h1>
      <p>The collaborative platform of the 4 per 1000 Initiative</p></div></header>
      <div class="ground">{horizon.surface("card")}</div>"""
    place = OUT / "card.html"
    place.write_text(page, encoding="utf-8")
    try:
        with sync_playwright() as player:
            browser = player.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            sheet = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
            sheet.goto(place.as_uri())
            sheet.wait_for_timeout(500)
            drawn = sheet.screenshot()
            browser.close()
    finally:
        place.unlink()
    few = Image.open(io.BytesIO(drawn)).convert("RGB").quantize(96, dither=Image.Dither.NONE)
    few.save(OUT / "card.png", optimize=True)


if __name__ == "__main__":
    main()
