"""Every string of the interface is collected, wherever the code writes it."""

from __future__ import annotations

import importlib.util
import io
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "scripts" / "messages.py"


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages_script", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_strings_inside_f_strings_are_collected_as_all_others_are(messages: ModuleType) -> None:
    code = b"""a = _("One " "word")
b = f'<p>{escape(_("Nothing here"))}</p>'
c = f"{ngettext('a page', '%(n)d pages', n)} {pgettext('deed', 'Report')}"
d = translation.gettext("By its module"), _(name), other("Not asked for")
"""
    found = messages.extract_python(io.BytesIO(code), messages.KEYWORDS, (), {})
    assert sorted((name, words) for _line, name, words, _comments in found if words) == [
        ("_", "Nothing here"),
        ("_", "One word"),
        ("gettext", "By its module"),
        ("ngettext", ("a page", "%(n)d pages", None)),
        ("pgettext", ("deed", "Report")),
    ]
