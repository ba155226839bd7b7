from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import translation

from humus.kit import richtext
from humus.kit.errors import DeedError
from humus.pages import domain
from humus.pages.models import Draft, Link, Page, Redirect, Text, Version


def page_in(cast: SimpleNamespace, title: str, **fields: object) -> Page:
    actor = fields.pop("actor", cast.leader)
    space = fields.pop("space", cast.force)
    page = domain.create(actor=actor, space=space, title=title, **fields)
    domain.publish(actor=actor, page=page, language="en", title=title, body=richtext.paragraphs(f"{title} text."))
    return Page.objects.get(pk=page.pk)


@pytest.fixture
def front(cast: SimpleNamespace) -> Page:
    return page_in(cast, "Front")


def test_new_page_is_seen_by_its_author_only_until_published(cast: SimpleNamespace, front: Page) -> None:
    page = domain.create(actor=cast.member, space=cast.force, title="Soil notes")
    assert page in Page.objects.visible_to(cast.member)
    assert page not in Page.objects.visible_to(cast.leader)
    domain.publish(actor=cast.member, page=page, language="en", title="Soil notes", body=richtext.empty())
    assert page in Page.objects.visible_to(cast.leader)
    assert page not in Page.objects.visible_to(cast.stranger)
    assert Draft.objects.count() == 0


def test_same_request_key_makes_one_version(cast: SimpleNamespace, front: Page) -> None:
    given = {"actor": cast.leader, "page": front, "language": "en", "title": "Front", "body": richtext.empty()}
    first = domain.publish(**given, request_key="abc")
    again = domain.publish(**given, request_key="abc")
    assert first.pk == again.pk
    assert Version.objects.filter(page=front).count() == 2


def test_rename_changes_the_address_and_the_old_one_leads_on(cast: SimpleNamespace, front: Page) -> None:
    page = page_in(cast, "Old name")
    domain.publish(actor=cast.leader, page=page, language="en", title="New name", body=richtext.empty())
    page.refresh_from_db()
    assert page.slug == "new-name"
    assert Redirect.objects.get(space=cast.force, slug="old-name").page_id == page.pk


@pytest.mark.django_db(transaction=True)
def test_pages_published_at_the_same_moment_under_one_title_each_get_an_address(cast: SimpleNamespace) -> None:
    page_in(cast, "Front")
    pages = [domain.create(actor=cast.leader, space=cast.force, title=f"Draft {n}") for n in range(4)]

    def publish(page: Page) -> None:
        try:
            domain.publish(actor=cast.leader, page=page, language="en", title="Same", body=richtext.empty())
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        list(people.map(publish, pages))
    slugs = Page.objects.filter(depth=2).values_list("slug", flat=True)
    assert sorted(slugs) == ["same", "same-2", "same-3", "same-4"]


def test_restriction_reaches_everything_below(cast: SimpleNamespace, front: Page) -> None:
    top = page_in(cast, "Top")
    child = page_in(cast, "Child", parent=top)
    domain.restrict(actor=cast.leader, page=top, mode="view", people=[cast.representative])
    assert set(Page.objects.visible_to(cast.representative)) == {front, top, child}
    assert set(Page.objects.visible_to(cast.member)) == {front}
    domain.restrict(actor=cast.leader, page=top, mode="view")
    assert child in Page.objects.visible_to(cast.member)


def test_moving_out_from_below_a_restriction_lifts_it(cast: SimpleNamespace, front: Page) -> None:
    top = page_in(cast, "Top")
    child = page_in(cast, "Child", parent=top)
    domain.restrict(actor=cast.leader, page=top, mode="view", roles=["leader"])
    assert child not in Page.objects.visible_to(cast.member)
    domain.move(actor=cast.leader, page=child, parent=front)
    assert child in Page.objects.visible_to(cast.member)


def test_page_cannot_move_below_itself(cast: SimpleNamespace, front: Page) -> None:
    top = page_in(cast, "Top")
    child = page_in(cast, "Child", parent=top)
    with pytest.raises(DeedError):
        domain.move(actor=cast.leader, page=top, parent=child)


def test_bin_and_bring_back_keep_each_pages_state(cast: SimpleNamespace, front: Page) -> None:
    top = page_in(cast, "Top")
    child = page_in(cast, "Child", parent=top)
    domain.archive(actor=cast.leader, page=child)
    domain.to_bin(actor=cast.leader, page=top)
    assert set(Page.objects.visible_to(cast.leader)) == {front}
    domain.bring_back(actor=cast.leader, page=top)
    child.refresh_from_db()
    assert child.status == "archived"


def test_place_orders_siblings(cast: SimpleNamespace, front: Page) -> None:
    one, two, three = (page_in(cast, name) for name in ("One", "Two", "Three"))
    domain.place(actor=cast.leader, page=three, after=None)
    assert list(Page.objects.filter(parent=front)) == [three, one, two]
    domain.place(actor=cast.leader, page=three, after=two)
    assert list(Page.objects.filter(parent=front)) == [one, two, three]


def test_copy_takes_children_along(cast: SimpleNamespace, front: Page) -> None:
    top = page_in(cast, "Top")
    page_in(cast, "Child", parent=top)
    twin = domain.copy(actor=cast.leader, page=top, parent=front, with_children=True)
    assert twin.slug == "copy-of-top"
    assert [p.title for p in Page.objects.filter(parent=twin)] == ["Child"]


def test_copy_is_named_in_the_language_of_each_text_however_long_the_title(cast: SimpleNamespace, front: Page) -> None:
    page = page_in(cast, "Peat" * 62)
    body = richtext.paragraphs("Tourbe")
    domain.publish(actor=cast.leader, page=page, language="fr", title="Tourbe", body=body)
    with translation.override("ar"):
        twin = domain.copy(actor=cast.leader, page=page, parent=front)
    titles = dict(Text.objects.filter(page=twin).values_list("language", "title"))
    assert titles["fr"] == "Copie de Tourbe"
    assert titles["en"] == ("Copy of " + "Peat" * 62)[:250]


def test_links_are_remembered(cast: SimpleNamespace, front: Page) -> None:
    target = page_in(cast, "Target")
    body = {
        "type": "doc",
        "content": [
            {
                "type": "paragraph",
                "content": [
                    {
                        "type": "text",
                        "text": "see",
                        "marks": [{"type": "link", "attrs": {"href": f"page:{target.key}"}}],
                    }
                ],
            }
        ],
    }
    domain.publish(actor=cast.leader, page=front, language="en", title="Front", body=body)
    assert list(Link.objects.values_list("source__key", "target_key", "kind")) == [(front.key, target.key, "link")]


def test_destroy_takes_a_whole_binned_tree(cast: SimpleNamespace, front: Page) -> None:
    top = page_in(cast, "Top")
    page_in(cast, "Child", parent=top)
    with pytest.raises(DeedError):
        domain.destroy(actor=cast.leader, page=top)
    domain.to_bin(actor=cast.leader, page=top)
    domain.destroy(actor=cast.leader, page=top)
    assert list(Page.objects.all()) == [front]
