"""A page that holds every kind of block there is; a new kind is missed here until it is added."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from humus.kit import richtext
from humus.kit.richtext import blocks
from humus.kit.richtext.sections import Section
from humus.pages import domain
from humus.pages.models import Page
from humus.pages.tests.test_file_previews import paper
from tests.access.world import World

# Links to pages are marks until a page is written out; a line break stands inside a line; readers see nothing hidden.
NOT_PUT_IN = {"pageLink", "hardBreak", blocks.HIDDEN}
MARKDOWN = """## A heading

Words with **weight**, *stress*, a [page](page:{page}), :status[Done]{{success}}, :date[2026-05-01],
:mention[Somebody]{{{person}}}, :file[A paper]{{{file}}}, :math[E = mc^2], a note:footnote[Small words.]
and a source:cite[Somebody (2020). Soil.]{{10.1000/182}}, :fill[what is to come].

- one
- two

1. first
2. second

- [x] done
- [ ] to do

> [!tip]
> Cover the soil.

| Depth | Stock |
| --- | ---: |
| 0 – 30 cm | 52 |

:::expand "More about it"
What is folded.
:::

:::excerpt name="Goals"
What others include.
:::

::::columns
:::column
One side.
:::
:::column
The other.
:::
::::

::::tabs
:::tab "Here"
What is here.
:::
:::tab "There"
What is there.
:::
::::

:::chart kind=bar title="Stocks"
| Depth | Stock |
| --- | ---: |
| 0 – 30 cm | 52 |
| 30 – 60 cm | 31 |
:::

:::properties
| Owner | Somebody |
| --- | --- |
| Due | 2026-05-01 |
:::

:::toc depth=3

:::children page={page}

:::include page={page}

:::include-excerpt page={page} name="Goals"

:::filePreview file={file} caption="A paper"

:::video url=https://youtu.be/aqz-KE-bpKQ title="Roots"

:::recentChanges most=3

:::labelledPages label=soil

:::labels

:::propertyReport columns="Owner, Due" order=due

:::organisations most=3

:::organisationMap

:::people most=3

:::strategyTargets code=B1

:::joinTaskForces

:::upcomingEvents most=3

:::counter of=organisations

```
code = 1
```

```math
x = y
```

### A smaller heading

> A quotation.

---
"""


def every_block(world: World, page: Page) -> dict[str, Any]:
    """The body; the files it shows are kept on ``page``."""
    file = domain.upload(actor=page.author, page=page, uploaded=SimpleUploadedFile("paper.pdf", paper()))
    named = {"page": world.pages["public"].key, "person": world.people["author"].key, "file": file.key}
    body = richtext.from_markdown(MARKDOWN.format(**named))
    organisation = {"type": "organisation", "attrs": {"organisation": world.things["organisation"].key}}
    body["content"] += [
        {"type": "paragraph", "content": [organisation]},
        {"type": "image", "attrs": {"file": file.key, "alt": "A field"}},
    ]
    body = richtext.clean(body)
    # The sections of fronts are seen where they stand.
    wanted = {block.name for block in blocks.every() if not isinstance(block, Section)}
    lacking = wanted - set(kinds(body)) - NOT_PUT_IN
    assert not lacking, f"put an example into {__name__}: {sorted(lacking)}"
    return body


def kinds(node: dict[str, Any]) -> Iterator[str]:
    yield node["type"]
    for child in node.get("content", []):
        yield from kinds(child)
