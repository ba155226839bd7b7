"""Compare two versions: blocks first, then words; tables cell by cell."""

from .compare import BlockChange, Span, compare
from .html import block, to_html

__all__ = ["BlockChange", "Span", "block", "compare", "to_html"]
