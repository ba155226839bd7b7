"""The block that the docs write in a package of its own works as it stands there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from humus.kit import richtext

DOCS = Path(__file__).resolve().parents[1] / "docs" / "add-a-block.md"
FILE = re.compile(r"```(?:python|css)\n(?:# |/\* )(countdown/\S+)(?: \*/)?\n(.*?)```", re.DOTALL)
SAYS = """
import django, json, sys
django.setup()
from humus.kit import assets, richtext
doc = richtext.from_markdown(sys.argv[1])
context = richtext.RenderContext
print(json.dumps({
    "html": {to: richtext.to_html(doc, context(target=to)) for to in ("page", "mail", "pdf")},
    "words": richtext.to_text(doc, context()),
    "markdown": richtext.to_markdown(doc),
    "menu": [one for one in richtext.editor_data(doc, context())["blocks"] if one["name"] == "countdown"],
    "style": ".countdown" in assets.build_styles().body.decode(),
}))
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    files = FILE.findall(DOCS.read_text(encoding="utf-8"))
    for name, content in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    (tmp_path / "countdown/__init__.py").touch()
    return tmp_path


def says(package: Path, markdown: str) -> dict[str, Any]:
    """What a process of its own answers."""
    settings = {"DJANGO_SETTINGS_MODULE": "humus.settings", "HUMUS_APPS": "countdown", "HUMUS_HOME": f"{package}/data"}
    environment = os.environ | settings | {"PYTHONPATH": str(package)}
    command = [sys.executable, "-c", SAYS, markdown]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def test_a_package_named_in_the_settings_brings_its_block(package: Path) -> None:
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    markdown = f':::countdown day={day} to="The <call> closes"'
    answer = says(package, markdown)
    assert all('class="countdown">The &lt;call&gt; closes: 3 days left</p>' in html for html in answer["html"].values())
    assert answer["words"] == "The <call> closes: 3 days left"
    assert answer["markdown"].strip() == markdown
    [entry] = answer["menu"]
    assert (entry["label"], entry["words"]) == ("Days until a date", "deadline échéance plazo")
    assert [(name, field["kind"], field["required"]) for name, field in entry["attributes"].items()] == [
        ("day", "date", True),
        ("to", "text", False),
    ]
    assert answer["style"] is True


def test_readers_get_nothing_of_a_block_whose_package_is_gone() -> None:
    kept = richtext.Compiled(["<p>Before.</p>", "<p>After.</p>"], [("countdown", {"day": "2030-01-01"})])
    assert richtext.render(kept, richtext.RenderContext(may_edit=True)) == "<p>Before.</p><p>After.</p>"
