"""What is asked of those who register: written by the organiser one a line, drawn as fields, kept as answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from humus.kit import commas

Question = dict[str, Any]
MOST = 12
LONGEST = 1000


def parsed(text: str) -> list[Question]:
    """“Your institute *”, “Lunch: with meat, vegetarian, none”: a star for a must, choices after a colon."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST:
        raise ValidationError(_("Ask at most %(most)d questions.") % {"most": MOST})
    return [_question(line) for line in lines]


def _question(line: str) -> Question:
    required = line.endswith("*")
    label, _colon, rest = line.rstrip("* ").partition(":")
    choices = [choice[:100] for choice in commas.between(rest)]
    if len(choices) == 1:
        label, choices = line.rstrip("* "), []
    return {"label": label.strip()[:200], "required": required, "choices": choices}


def written(questions: list[Question]) -> str:
    """The text that ``parsed`` reads back."""
    lines = []
    for one in questions:
        choices = f": {', '.join(one['choices'])}" if one["choices"] else ""
        lines.append(f"{one['label']}{choices}{' *' if one['required'] else ''}")
    return "\n".join(lines)


def fields(questions: list[Question]) -> dict[str, forms.Field]:
    return {f"question_{number}": _field(one) for number, one in enumerate(questions)}


def _field(one: Question) -> forms.Field:
    known: dict[str, Any] = {"label": one["label"], "required": one["required"]}
    if one["choices"]:
        choices = [("", "—"), *((choice, choice) for choice in one["choices"])]
        return forms.ChoiceField(choices=choices, **known)
    return forms.CharField(max_length=LONGEST, **known)


def answers(questions: list[Question], cleaned: dict[str, Any]) -> list[dict[str, str]]:
    """Each question with its answer, so that a later change of the questions does not change what was answered."""
    return [
        {"question": one["label"], "answer": cleaned.get(f"question_{number}") or ""}
        for number, one in enumerate(questions)
    ]
