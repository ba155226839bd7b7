"""Files that come with a comment."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from humus.conftest import make_person
from humus.discussions.models import Comment
from humus.pages.models import File, Page
from humus.pages.tests.test_pages import page_in

SignIn = Callable[..., Client]
TABLE = b"site;carbon\n1;2\n"


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    page_in(cast, "Front")
    page = page_in(cast, "Soil notes")
    page.space.visibility, page.space.commenting = "public", "readers"
    page.space.save()
    return page


def given(*names: str, key: str = "1") -> dict[str, object]:
    files = [SimpleUploadedFile(name, TABLE, "text/csv") for name in names]
    return {"text": "See the tables.", "request_key": key, "enclosed": files}


def test_files_are_kept_on_the_page_and_linked_below_the_words(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    client, address = sign_in(cast.leader), f"/p/{page.key}/comments/"
    assert 'type="file"' in client.get(page.get_absolute_url()).content.decode()
    for _again in range(2):
        assert client.post(address, given("été [1].csv", "b.csv")).status_code == 302
    comment = Comment.objects.get()
    files = File.objects.filter(page=page)
    assert files.count() == 2
    assert all(file.versions.count() == 1 for file in files)
    assert "été [1].csv" in comment.plain
    assert all(file.get_absolute_url() in str(comment.body) for file in files)
    parent = {"parent": comment.key}
    assert 'type="file"' in client.get(f"/comments/{comment.key}/reply/").content.decode()
    assert client.post(address, given("c.csv", key="2") | parent).status_code == 302
    assert File.objects.filter(page=page).count() == 3


def test_who_may_not_edit_brings_no_files_and_loses_no_words(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    olga = sign_in(make_person("Olga Outsider"))
    assert 'type="file"' not in olga.get(page.get_absolute_url()).content.decode()
    refused = olga.post(f"/p/{page.key}/comments/", given("a.csv"))
    assert refused.status_code == 422
    assert refused.context["form"]["text"].value() == "See the tables."
    assert (Comment.objects.count(), File.objects.count()) == (0, 0)


@pytest.mark.parametrize("names", [("a.csv", "photo.jpg"), tuple(f"{n}.csv" for n in range(11))])
def test_one_bad_file_or_too_many_keep_none(
    cast: SimpleNamespace, page: Page, sign_in: SignIn, names: tuple[str, ...]
) -> None:
    refused = sign_in(cast.leader).post(f"/p/{page.key}/comments/", given(*names))
    assert refused.status_code == 422
    assert refused.context["form"].errors["enclosed"]
    assert (Comment.objects.count(), File.objects.count()) == (0, 0)
