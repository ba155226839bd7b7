"""HTML of a mail: quotes and signatures as mail programs mark them go, the rest through the one allow-list."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

from humus.kit import richtext

VOID = {"br", "hr", "img", "input", "meta", "link", "wbr", "area", "base", "col", "embed", "source", "track"}
SILENT = {"style", "script", "head", "title", "template", "noscript"}
QUOTES = {
    "gmail_quote", "gmail_quote_container", "gmail_attr", "gmail_signature", "moz-cite-prefix", "moz-signature",
    "yahoo_quoted", "protonmail_quote", "protonmail_signature_block", "zmail_extra", "ms-outlook-mobile-signature",
    "tutanota_quote", "appleoriginalcontents",
}  # fmt: skip
# From here on everything is the letter that is answered.
ENDS = {"divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container", "olk_src_body_section"}


def as_markdown(html: str) -> str:
    """What was written this time. Raises BadDocument where the HTML is beyond what people write."""
    own = _Own()
    own.feed(html)
    own.close()
    return richtext.to_markdown(richtext.from_plain_html("".join(own.kept))).strip()


class _Own(HTMLParser):
    """Passes on everything but what lies inside a quote."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.kept: list[str] = []
        self.inside: list[str] = []
        self.ended = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.inside:
            if tag not in VOID and tag == self.inside[0]:
                self.inside.append(tag)
            return
        given = {name: (value or "").lower() for name, value in attrs}
        marks = set(given.get("class", "").split()) | {given.get("id", "")}
        self.ended |= bool(marks & ENDS)
        quoted = tag in SILENT or marks & QUOTES or (tag == "blockquote" and given.get("type") == "cite")
        if quoted and tag not in VOID:
            self.inside = [tag]
        elif not self.ended:
            self.kept.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if self.inside:
            if tag == self.inside[0]:
                self.inside.pop()
        elif not self.ended:
            self.kept.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.inside and not self.ended:
            self.kept.append(escape(data))
