"""Each heading of a page that is read has a link to follow and to copy."""

from __future__ import annotations

from types import SimpleNamespace

from django.test import Client
from django.utils.safestring import mark_safe

from humus.kit.richtext import from_markdown
from humus.pages.anchors import linked
from humus.pages.domain.planting import plant


def test_headings_are_linked_in_the_language_that_is_read(cast: SimpleNamespace, client: Client) -> None:
    words = from_markdown("## Wet soils\n\nText.\n\n### Dry & sandy\n")
    plant(space=cast.public, slug="front", texts={"en": ("Front", words)})
    texts = {"en": ("Soils", words), "fr": ("Sols", from_markdown("## Sols humides\n"))}
    page = plant(space=cast.public, slug="soils", texts=texts)
    shown = client.get(page.get_absolute_url()).content.decode()
    address = f"{page.get_absolute_url()}?language=en#h-wet-soils"
    assert f'<a class="anchor" href="#h-wet-soils" data-copy="{address}"' in shown
    assert 'aria-label="Link to this part"></a></h2>' in shown
    assert shown.count('class="anchor"') == 2
    french = client.get(f"{page.get_absolute_url()}?language=fr").content.decode()
    assert f'data-copy="{page.get_absolute_url()}?language=fr#h-sols-humides"' in french
    front = client.get("/s/climate-soil/").content.decode()
    assert 'data-copy="/s/climate-soil/#h-wet-soils"' in front


def test_other_headings_are_left_alone() -> None:
    html = mark_safe('<h2 class="x">A</h2><h2 id="mine">B</h2><h3 id="h-c"><b>C</b></h3>')
    written = linked(html, '/s/"x"/')
    assert written.startswith('<h2 class="x">A</h2><h2 id="mine">B</h2><h3 id="h-c"><b>C</b><a ')
    assert 'data-copy="/s/&quot;x&quot;/#h-c"' in written
