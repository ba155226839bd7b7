"""A page on paper: nothing that is folded is missing, nothing that is only worked with is there."""

from __future__ import annotations

import pytest

from humus.kit import richtext

from .editor_site import SHEETS

pytestmark = pytest.mark.browser

LONG = "words = " + " + ".join(["carbon"] * 60)
FOLDED = f"""```
{LONG}
```

:::expand "More"
folded words
:::

::::tabs
:::tab "First"
one
:::
:::tab "Second"
two
:::
::::

Said:footnote[A remark at https://x.example/a.]

:::chart kind=bar title="Stocks"
| Plot | Stock |
|------|------:|
| A | 12.5 |
:::
"""


def test_what_is_folded_is_printed(browser):
    page = browser.new_page()
    html = richtext.to_html(richtext.from_markdown(FOLDED), richtext.RenderContext(target="page"))
    sheets = [SHEETS / name for name in ("tokens.css", "reset.css", "base.css")]
    sheets += sorted((SHEETS / "components").glob("*.css"))
    page.set_content(f'<main class="prose">{html}</main>')
    page.add_style_tag(content="\n".join(sheet.read_text() for sheet in sheets))
    page.add_script_tag(content=(SHEETS.parent / "js/tabset.js").read_text())
    one_of = (
        "words => [...document.querySelectorAll('p, td, h2, h3, button, a')].find(one => one.textContent === words)"
    )
    shown = f"words => ({one_of})(words)?.checkVisibility() || false"
    assert not page.evaluate(shown, "folded words")
    assert not page.evaluate(shown, "two")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for words in ("folded words", "one", "two", "12.5"):
        assert page.evaluate(shown, words), words
    assert page.locator(".tabset__title").all_inner_texts() == ["First", "Second"]
    assert page.locator(".tabset__list").is_hidden()
    assert page.locator(".notes__back").is_hidden()
    assert page.evaluate("(pre => pre.scrollWidth <= pre.clientWidth)(document.querySelector('pre'))"), (
        "cut at the edge"
    )
    after = "getComputedStyle(document.querySelector('.notes a.external'), '::after').content"
    assert page.evaluate(after) == "none", "the words are the address already"
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not page.evaluate(shown, "two")
    page.close()
