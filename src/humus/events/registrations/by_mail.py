"""What somebody who registers by mail answers to the questions of the event: a line each, below the yes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from humus.events.registrations.questions import Question

NUMBERED = re.compile(r"(\d{1,2})\s?[.):]\s?(.+)")


def answers_in(questions: Sequence[Question], text: str) -> tuple[dict[str, str], str]:
    """Values for the form of the questions, and the lines that answer none of them.

    “Your institute: INRAE” answers by the words of the question, “1. INRAE” by its number; where one question is asked,
    the first line is its answer whatever it looks like.
    """
    found: dict[str, str] = {}
    rest = []
    for line in filter(None, map(str.strip, text.splitlines())):
        number, value = _answer(questions, line)
        if number is None and len(questions) == 1 and not found:
            number, value = 0, line
        if number is None or f"question_{number}" in found:
            rest.append(line)
        else:
            found[f"question_{number}"] = _chosen(questions[number]["choices"], value)
    return found, "\n".join(rest)


def _answer(questions: Sequence[Question], line: str) -> tuple[int | None, str]:
    label, colon, value = line.partition(":")
    for number, one in enumerate(questions):
        if colon and _plain(label) == _plain(one["label"]):
            return number, value.strip()
    numbered = NUMBERED.fullmatch(line)
    if numbered and 0 < int(numbered[1]) <= len(questions):
        return int(numbered[1]) - 1, numbered[2].strip()
    return None, ""


def _chosen(choices: list[str], value: str) -> str:
    """The choice as it is written in the question."""
    return next((choice for choice in choices if _plain(choice) == _plain(value)), value)


def _plain(words: str) -> str:
    return " ".join(words.casefold().strip(' *?.!»«“”"').split())
