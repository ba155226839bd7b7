"""What the tests of the editor in a browser do again and again."""

from __future__ import annotations

import json
import time
from typing import Any

from humus.kit import richtext

from .editor_site import Site

PASTE = """given => { const data = new DataTransfer(); %s;
  const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  document.querySelector(".ProseMirror").dispatchEvent(event) }"""


def start(page: Any, site: Site, **content: Any) -> Any:
    page.goto(site.url)
    page.wait_for_function("document.querySelector('[data-editor-form]').editing")
    text = page.locator(".ProseMirror")
    text.click()
    return text


def body(page: Any) -> dict[str, Any]:
    sent = json.loads(page.eval_on_selector("[name=body]", "field => field.value"))
    cleaned = richtext.clean(sent)
    assert [node["attrs"]["id"] for node in cleaned["content"]] == [
        node["attrs"]["id"] for node in sent["content"][: len(cleaned["content"])]
    ]
    return cleaned


def types(page: Any) -> list[str]:
    return [node["type"] for node in body(page)["content"]]


def wait_for(condition: Any) -> None:
    for _ in range(200):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("nothing came")
