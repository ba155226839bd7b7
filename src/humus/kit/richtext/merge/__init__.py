"""Bring two people's edits of one page together; nothing of either is lost."""

from .blocks import Conflict, Merge, merge, merge_title
from .html import to_html

__all__ = ["Conflict", "Merge", "merge", "merge_title", "to_html"]
