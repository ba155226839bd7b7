"""Deeds of the conversation."""

from humus.discussions.domain.moderating import appeal, dismiss, hide, keep_hidden, let_through, report, show
from humus.discussions.domain.threads import react, reopen, resolve
from humus.discussions.domain.writing import add, change, fill, take_back

__all__ = [
    "add",
    "appeal",
    "change",
    "dismiss",
    "fill",
    "hide",
    "keep_hidden",
    "let_through",
    "react",
    "reopen",
    "report",
    "resolve",
    "show",
    "take_back",
]
