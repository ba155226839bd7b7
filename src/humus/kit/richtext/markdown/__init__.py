"""Markdown in and out.

Beside CommonMark, tables and ~~strike~~ this is understood::

    - [ ] a task            - [x] a task that is done
    > [!note]               a callout: note, tip, warning, decision
    [words](page:KEY)       a link to a page        ![alt](file:KEY "caption")   an image
    :u[..] :mark[..] :sub[..] :sup[..]              underline, highlight, sub- and superscript
    :status[Done]{success}  :date[2026-05-01]       :mention[Ana]{KEY}           :file[Report]{KEY}

    :::toc depth=3          :::children page=KEY    :::include page=KEY
    :::include-excerpt page=KEY name="Goals"

    :::expand "More about it"                       :::excerpt name="Goals"      :::decision
    any blocks                                      any blocks                   any blocks
    :::                                             :::                          :::

A container inside another has its own fences with fewer colons than the outer one (``::::`` around ``:::``).
Any other block of the registry that is a leaf is written ``:::name attribute=value``.
"""

from .reader import from_markdown
from .writer import to_markdown

__all__ = ["from_markdown", "to_markdown"]
