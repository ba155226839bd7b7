"""Formulas on their way to Word and web pages, and back."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest
from lxml import etree
from lxml import html as lhtml

from humus.exchange.into.word_math import M, latex
from humus.exchange.out.word_math import formula
from humus.exchange.tests.conftest import publish
from humus.exchange.tests.test_export import taken
from humus.exchange.tests.test_import import brought
from humus.kit.richtext.standard.math import mathml
from humus.pages.models import Text

FORMULAS = {
    r"E=mc^2": r"E=mc^2",
    r"\frac{a}{b+1}": r"\frac{a}{b+1}",
    r"\sqrt{x}+\sqrt[3]{y}": r"\sqrt{x}+\sqrt[3]{y}",
    r"\sum_{i=1}^{n} x_i": r"\sum_{i=1}^n x_i",
    r"\alpha \leq \beta_{ij}^2": r"α≤β_{ij}^2",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}": r"\left(\begin{matrix}a & b \\ c & d\end{matrix}\right)",
    r"5\%": r"5\%",
    r"\text{if } x": r"\text{if }x",
    r"\bar{x}": r"\overline{x}",
    r"\sin x": r"\sin x",
}


@pytest.mark.parametrize(("source", "back"), FORMULAS.items())
def test_formulas_go_to_word_and_come_back(source: str, back: str) -> None:
    written = lhtml.fragment_fromstring(mathml(source, "inline"))
    found = latex(formula(written))
    assert found == back
    assert mathml(found, "inline"), "what comes back is drawn"


def test_deep_nesting_costs_no_more_than_its_length() -> None:
    begun = time.perf_counter()
    for name in ("mrow", "msqrt"):
        nested = f"<{name}>" * 60 + "<mi>x</mi>" + f"</{name}>" * 60
        written = formula(lhtml.fragment_fromstring(f"<math>{nested}</math>"))
        assert [part.text for part in written.iter(f"{M}t")] == ["x"]
    spaces = f'xmlns:m="{M[1:-1]}"'
    deep = "<m:d><m:e>" * 60 + "<m:r><m:t>x</m:t></m:r>" + "</m:e></m:d>" * 60
    assert latex(etree.fromstring(f"<m:oMath {spaces}>{deep}</m:oMath>")).startswith(r"\left(\left(")
    assert time.perf_counter() - begun < 1


def test_a_formula_of_its_own_stays_one(cast: SimpleNamespace, tree: SimpleNamespace) -> None:
    words = "Words :math[a_1] here.\n\n```math\nx=\\frac{a}{b}\n```"
    page = publish(cast.leader, tree.begin("Formulas", tree.top), "Formulas", words)
    for kind in ("docx", "html"):
        made, _notices = taken(cast.member, page, kind, tree=False)
        parcel = brought(cast.member, tree.detail, made.name, made.content)
        back = Text.objects.get(page__key=next(iter(parcel.choices["tops"])))
        assert [node["type"] for node in back.body["content"]] == ["paragraph", "mathBlock"], kind
        assert back.body["content"][0]["content"][1] == {"type": "math", "attrs": {"source": "a_1"}}, kind
        assert back.body["content"][1]["attrs"]["source"] == r"x=\frac{a}{b}", kind
        assert parcel.notices == [], kind
