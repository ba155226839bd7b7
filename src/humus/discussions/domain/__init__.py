"""Deeds of the conversation."""

from humus.discussions.domain.threads import react, reopen, resolve
from humus.discussions.domain.writing import add, change, take_back

__all__ = ["add", "change", "react", "reopen", "resolve", "take_back"]
