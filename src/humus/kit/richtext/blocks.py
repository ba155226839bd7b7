"""The registry of node kinds: what a document may contain, how each is cleaned, written and read.

A block of a higher floor is one small class registered at ``ready()``::

    class PartnerCounter(blocks.Dynamic):
        name = "partnerCounter"
        label = _("Partner counter")
        attributes = {"category": attributes.text(40)}

        def load(self, uses, context):          # once per rendering, with the attributes of every use
            return (yield partners.number(context.person))

        def view(self, attrs, scope):           # HTML for scope.context.target; escape what is not yours
            return f"<strong>{scope.data[self.name]}</strong>"

    @question                                   # of kit.questions: built once, asked for each reader
    def partners(person):
        return Organisation.objects.visible_to(person).partners()

    blocks.register(PartnerCounter())
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from django.utils.functional import Promise

from .attributes import Attribute

if TYPE_CHECKING:
    from .context import RenderContext
    from .scope import Scope
    from .writer import Writer

Node = dict[str, Any]
# The block around what readers are not to see; its headings and words count nowhere.
HIDDEN = "hiddenPart"
Need = tuple[Literal["pages", "bodies", "people", "files", "children"], str]


class Block:
    """A kind of node. ``content`` is "" (a leaf), "inline", "text" (no marks), "blocks", or the children allowed."""

    name: ClassVar[str]
    label: ClassVar[str | Promise] = ""
    attributes: ClassVar[dict[str, Attribute]] = {}
    # What the editor's form calls the attributes, for blocks it has no form of its own for.
    attribute_labels: ClassVar[dict[str, str | Promise]] = {}
    content: ClassVar[str | tuple[str, ...]] = ""
    inline: ClassVar[bool] = False
    # A part (list item, table row ...) stands only in the block that names it.
    part: ClassVar[bool] = False
    # One sentence for the editor's menu and form.
    help: ClassVar[str | Promise] = ""
    # More words by which the menu finds it, in any language, separated by blanks.
    words_to_find: ClassVar[str] = ""

    def fits(self, context: RenderContext) -> bool:
        """Whether the editor offers it on the page of this context."""
        return True

    def repair(self, node: Node) -> Node | None:
        """A last look after cleaning: answer the node, changed where needed, or None to drop it."""
        return node

    def write(self, node: Node, out: Writer) -> None:
        raise NotImplementedError

    def text(self, node: Node, inner: str) -> str:
        """Plain text for search and mail; ``inner`` is the text of the children."""
        return inner

    def heading(self, node: Node) -> str:
        """What it says of a heading that it stands in, where headings are listed."""
        return self.text(node, "") if self.inline else ""

    def close(self, kept: list[Any], out: Writer) -> None:
        """Written below the text, where uses put something into ``out.kept[self.name]`` (notes, sources)."""


class Dynamic(Block):
    """A leaf whose HTML depends on the reader or on the moment: kept as a reference until a page is viewed."""

    # Two uses with the same attributes in the text of one page look the same: the second is not drawn anew.
    alike: ClassVar[bool] = True
    # Drawn from its attributes, the language and what its questions were answered. One that looks at more, as at the
    # rights of its reader, says so: a text with it is drawn each time.
    told: ClassVar[bool] = True
    # The same answers look otherwise as time goes by, before the day is over.
    by_the_clock: ClassVar[bool] = False

    def write(self, node: Node, out: Writer) -> None:
        out.later(self.name, node.get("attrs", {}))

    def needs(self, attrs: dict[str, Any], owner: str) -> Iterable[Need]:
        """What the shared resolvers should fetch for this use on the page ``owner``."""
        return ()

    def load(self, uses: Sequence[dict[str, Any]], context: RenderContext) -> Any:
        """The block's own reading, once per rendering; found again in ``scope.data[self.name]``.

        One that yields its questions (``rows = yield members(context.person, ...)``, see ``kit.questions``) and
        returns what it read is asked in one statement with all other blocks of the page.
        """
        return None

    def view(self, attrs: dict[str, Any], scope: Scope) -> str:
        raise NotImplementedError

    def words(self, attrs: dict[str, Any], scope: Scope) -> str:
        """Plain text where a context is at hand (mail); search indexes only ``text``."""
        return self.text({"type": self.name, "attrs": attrs}, "")

    def text(self, node: Node, inner: str) -> str:
        return ""


_registry: dict[str, Block] = {}


def register(*blocks: Block) -> None:
    for block in blocks:
        _registry[block.name] = block


def get(name: Any) -> Block | None:
    return _registry.get(name) if isinstance(name, str) else None


def dynamic(name: str) -> Dynamic | None:
    block = _registry.get(name)
    return block if isinstance(block, Dynamic) else None


def every() -> tuple[Block, ...]:
    return tuple(_registry.values())
