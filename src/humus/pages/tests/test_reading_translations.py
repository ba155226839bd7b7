from types import SimpleNamespace

from django.contrib.auth.models import AnonymousUser
from django.test import Client

from humus.kit import richtext
from humus.pages.domain.planting import plant
from humus.pages.loading import page_at


def test_reader_gets_the_text_in_their_own_language_with_its_facts(cast: SimpleNamespace, client: Client) -> None:
    texts = {code: (title, richtext.paragraphs(title)) for code, title in (("en", "Living soil"), ("fr", "Sol vivant"))}
    plant(space=cast.public, slug="front", texts=texts)
    page = page_at(AnonymousUser(), cast.public.slug, "front", "fr")
    assert page is not None
    text = page.shown_text  # type: ignore[attr-defined]
    assert (text.title, text.plain, text.number, text.source_number) == ("Sol vivant", "Sol vivant", 1, 1)
    answer = client.get(page.get_absolute_url(), headers={"accept-language": "fr"})
    assert answer.status_code == 200
    assert "Sol vivant" in answer.content.decode()
