from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client

from humus.discussions import domain, passages
from humus.discussions.models import Comment, Passage
from humus.discussions.passages import Place
from humus.kit import richtext
from humus.kit.errors import DeedError
from humus.pages import domain as pages_domain
from humus.pages.domain import rooms
from humus.pages.live import document
from humus.pages.models import Page, Room
from humus.pages.tests.test_pages import page_in
from humus.pages.tests.test_rooms import write
from humus.spaces.domain import grant

SignIn = Callable[..., Client]
TEXT = (
    "Cover crops feed the soil in winter.\n\n- They hold nitrogen, and they shade the ground.\n- They cost seed.\n\n"
    "Cover crops feed the soil in spring, too, as the second series of 2019 shows."
)
EDITED = {
    "a word put in before": TEXT.replace("winter", "the long winter"),
    "the paragraphs in another order": "\n\n".join(reversed(TEXT.split("\n\n"))),
    "other marks and gaps": TEXT.replace(", and", " —  and").replace("- ", "* "),
    "a word changed inside": TEXT.replace("and they shade", "and sometimes shade"),
}


def place(quote: str, before: str = "", after: str = "") -> Place:
    return Place(quote, before, after)


@pytest.mark.parametrize("change", EDITED)
def test_passage_is_found_after_an_edit(change: str) -> None:
    wanted = place("They hold nitrogen, and they shade the ground.", "in winter.", "They cost seed.")
    found = passages.find(EDITED[change], wanted)
    assert found is not None
    assert found.quote.startswith("They hold nitrogen")
    assert found.quote.endswith("shade the ground")


def test_passage_written_anew_is_found_between_its_neighbours() -> None:
    wanted = passages.find(TEXT, place("They cost seed"))
    assert wanted is not None
    found = passages.find(TEXT.replace("They cost seed", "Money is needed"), wanted)
    assert found is not None
    assert found.quote == "Money is needed"


def test_of_two_equal_passages_the_one_in_its_place_is_meant() -> None:
    wanted = place("Cover crops feed the soil", "They cost seed.", "in spring, too")
    found = passages.find(TEXT, wanted)
    assert found is not None
    assert found.after.startswith(" in spring")


@pytest.mark.parametrize("quote", ["", "a", "—", "Biochar stays for centuries", "x" * 50_000])
def test_what_does_not_stand_there_is_not_found(quote: str) -> None:
    assert passages.find(TEXT, place(quote)) is None


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    page_in(cast, "Front")
    page = page_in(cast, "Notes")
    publish(cast, page, TEXT)
    return Page.objects.select_related("space").get(pk=page.pk)


def publish(cast: SimpleNamespace, page: Page, text: str, language: str = "en") -> None:
    body = richtext.from_markdown(text)
    pages_domain.publish(actor=cast.leader, page=page, language=language, title="Notes", body=body)


@pytest.fixture
def comment(cast: SimpleNamespace, page: Page) -> Comment:
    return domain.add(actor=cast.member, page=page, text="How much seed?", passage=place("They cost seed"))


def test_passage_moves_goes_and_comes_back_with_the_versions(
    cast: SimpleNamespace, page: Page, comment: Comment, sign_in: SignIn
) -> None:
    member = sign_in(cast.member)
    assert 'data-quote="They cost seed"' in member.get(page.get_absolute_url()).content.decode()
    publish(cast, page, TEXT.replace("winter", "the long winter"))
    assert Passage.objects.get().lost_at is None
    publish(cast, page, "Nothing of it.")
    shown = member.get(page.get_absolute_url()).content.decode()
    assert "This passage is no longer in the text." in shown
    assert "data-quote" not in shown
    assert "They cost seed" in shown
    publish(cast, page, TEXT)
    assert Passage.objects.get().lost_at is None


def test_passage_of_one_language_is_not_looked_for_in_another(
    cast: SimpleNamespace, page: Page, comment: Comment, sign_in: SignIn
) -> None:
    publish(cast, page, "Rien de cela.", language="fr")
    assert Passage.objects.get().lost_at is None
    french = sign_in(cast.member).get(f"{page.get_absolute_url()}?language=fr").content.decode()
    assert "They cost seed" in french
    assert "data-quote" not in french


def test_passage_is_named_without_scripts_and_a_wrong_one_loses_nothing(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    member, address = sign_in(cast.member), f"/p/{page.key}/comments/"
    refused = member.post(address, {"text": "How much?", "quote": "They cost gold"})
    assert refused.status_code == 422
    assert "do not stand in the text" in refused.content.decode()
    form = refused.context["form"]
    assert (form["text"].value(), form["quote"].value()) == ("How much?", "They cost gold")
    assert Comment.objects.count() == 0
    assert member.post(address, {"text": "How much?", "quote": "they  cost seed!"}).status_code == 302
    passage = Passage.objects.get()
    assert (passage.quote, passage.before[-12:], passage.after[:6]) == ("They cost seed", "the ground.\n", ".\n\nCov")


def test_too_long_a_passage_is_refused(cast: SimpleNamespace, page: Page) -> None:
    with pytest.raises(DeedError):
        domain.add(actor=cast.member, page=page, text="All?", passage=place(TEXT * 10))
    assert Comment.objects.count() == 0


def test_words_still_being_written_are_commented_on_by_those_who_write_and_read_once_published(
    cast: SimpleNamespace, sign_in: SignIn
) -> None:
    for name, role in (("leader", "coordinator"), ("representative", "editor"), ("member", "member")):
        grant(actor=cast.secretary, space=cast.public, person=getattr(cast, name), role=role)
    page_in(cast, "Front", space=cast.public, body=None)
    page = page_in(cast, "Soil notes", space=cast.public)
    write(page, cast.leader, "Roots hold more than leaves.")
    asked = {"text": "Which roots?", "quote": "Roots hold more", "request_key": "one"}
    address = f"/p/{page.key}/comments/"
    refused = sign_in(cast.member).post(address, asked)
    assert refused.status_code == 422
    assert "do not stand in the text" in refused.content.decode()
    assert sign_in(cast.leader).post(address, asked).status_code == 302
    beside = sign_in(cast.representative).get(f"{address}?part").content.decode()
    assert 'data-quote="Roots hold more"' in beside
    assert "Which roots?" in beside
    for path in (page.get_absolute_url(), address, f"{address}?part"):
        read = sign_in(cast.member).get(path).content.decode()
        assert "Which roots?" in read
        assert "Roots hold" not in read
        assert "not published yet" in read
    pages_domain.publish_room(actor=cast.representative, page=page, language="en")
    assert not Passage.objects.get().unpublished
    assert 'data-quote="Roots hold more"' in sign_in(cast.member).get(page.get_absolute_url()).content.decode()
    sign_in(cast.leader).post(f"/comments/{Comment.objects.get().key}/thread/", {"deed": "settle"})
    assert "Which roots?" not in sign_in(cast.leader).get(f"{address}?part").content.decode()


def test_words_that_go_before_they_are_ever_published_are_gone(cast: SimpleNamespace) -> None:
    for name, role in (("leader", "coordinator"), ("representative", "editor")):
        grant(actor=cast.secretary, space=cast.public, person=getattr(cast, name), role=role)
    page = page_in(cast, "Soil notes", space=cast.public)
    write(page, cast.leader, "Roots hold more than leaves.")
    quoted = passages.Place("Roots hold more", "", "")
    domain.add(actor=cast.representative, page=page, text="Which roots?", passage=quoted)
    assert Passage.objects.get().unpublished
    text = page.texts.get(language="en")
    pages_domain.publish(actor=cast.representative, page=page, language="en", title="Soil", body=text.body)
    assert Passage.objects.get().lost_at is None
    room = Room.objects.get(page=page)
    doc = rooms.load(room)
    state = doc.get_state()
    lines = document.fragment(doc).children
    del lines[len(lines) - 1]
    rooms.append(room, doc.get_update(state), cast.leader)
    pages_domain.publish_room(actor=cast.leader, page=page, language="en")
    passage = Passage.objects.get()
    assert (passage.lost_at is None, passage.unpublished) == (False, False)
