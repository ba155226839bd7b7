"""Taking pages out: what is in the file, what never is, and who may fetch it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from humus.exchange import carrying, tasks
from humus.exchange.models import Parcel
from humus.exchange.out import FORMATS
from humus.exchange.tests.conftest import publish
from humus.kit.errors import DeedError
from humus.pages import domain

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db


def taken(actor: Any, page: Any, kind: str, *, tree: bool = True, language: str = "en") -> tuple[Any, list[str]]:
    return carrying.take_out(actor=actor, page=page, kind=kind, tree=tree, language=language)


def words_of(made: Any) -> str:
    """Everything readable in a file, whatever its format."""
    if made.name.endswith(".pdf"):
        from pypdf import PdfReader

        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made.content)).pages)
    if made.content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return str(made.content.decode())


def test_markdown_of_a_tree_is_folders_with_files_beside_them(cast: SimpleNamespace, tree: SimpleNamespace) -> None:
    made, _notices = taken(cast.member, tree.top, "md")
    archive = zipfile.ZipFile(io.BytesIO(made.content))
    assert set(archive.namelist()) == {
        "field-guide.md",
        "field-guide/goals.md",
        "field-guide/goals/detail.md",
        "files/soil.png",
    }
    text = archive.read("field-guide.md").decode()
    assert text.startswith('---\ntitle: "Field guide"\nlanguage: "en"\nsource: "http')
    assert "[goals](<field-guide/goals.md>)" in text
    assert '![A soil profile](<files/soil.png> "Profile")' in text
    assert archive.read("files/soil.png")[:4] == b"\x89PNG"


def test_markdown_of_one_plain_page_is_one_file(cast: SimpleNamespace, tree: SimpleNamespace) -> None:
    made, notices = taken(cast.member, tree.goals, "md", tree=False)
    assert (made.name, notices) == ("goals.md", [])
    assert "Store **carbon**.\n\n- one\n- two\n" in made.content.decode()


def test_web_page_stands_alone(cast: SimpleNamespace, tree: SimpleNamespace) -> None:
    made, _notices = taken(cast.member, tree.top, "html")
    text = made.content.decode()
    assert 'src="data:image/png;base64,' in text
    assert 'alt="A soil profile"' in text
    assert f'<a href="#{tree.goals.key}">goals</a>' in text, "links between the pages stay inside"
    assert "<script" not in text
    assert 'src="/' not in text
    assert "default-src 'none'" in text
    assert "<h2>Goals</h2>" in text
    assert "<h3>Detail</h3>" in text
    assert "/s/ndcs/field-guide/" in text, "the source is named"


@pytest.mark.parametrize("kind", FORMATS)
def test_what_the_reader_may_not_see_is_in_no_format(cast: SimpleNamespace, tree: SimpleNamespace, kind: str) -> None:
    hidden = tree.hidden.key
    body = f"Around\n\n:::include page={hidden}\n\n[link](page:{hidden})\n\n:::children page={tree.top.key}"
    page = publish(cast.leader, tree.begin("Around", tree.top), "Around", body)
    top = type(page).objects.select_related("space").get(pk=tree.top.pk)
    seen = words_of(taken(cast.secretary, top, kind)[0])
    assert "SECRETWORD" in seen
    assert "Salaries" in seen
    unseen = words_of(taken(cast.member, top, kind)[0])
    assert "Around" in unseen
    assert "SECRETWORD" not in unseen
    assert "Salaries" not in unseen


@pytest.mark.parametrize("kind", FORMATS)
def test_few_pages_are_answered_at_once(
    cast: SimpleNamespace, tree: SimpleNamespace, sign_in: SignIn, kind: str
) -> None:
    address = f"/p/{tree.top.key}/export/"
    client = sign_in(cast.member)
    form = client.get(address).content.decode()
    assert f'value="{kind}"' in form
    assert "With the 2 pages below it" in form
    answer = client.post(address, {"format": kind, "tree": "on"})
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert sign_in(cast.stranger).post(address, {"format": kind}).status_code == 404
    assert Client().post(address, {"format": kind}).status_code == 404


def test_menu_of_a_page_leads_there_for_everyone(cast: SimpleNamespace, tree: SimpleNamespace, sign_in: SignIn) -> None:
    page = publish(
        cast.secretary, domain.create(actor=cast.secretary, space=cast.public, title="Open"), "Open", "Open words"
    )
    link = f'href="/p/{page.key}/export/"'
    assert link in Client().get(page.get_absolute_url()).content.decode()
    assert link in sign_in(cast.member).get(page.get_absolute_url()).content.decode()
    assert Client().post(f"/p/{page.key}/export/", {"format": "html"}).status_code == 200


def test_unknown_format_is_refused_with_the_form(cast: SimpleNamespace, tree: SimpleNamespace, sign_in: SignIn) -> None:
    answer = sign_in(cast.member).post(f"/p/{tree.top.key}/export/", {"format": "../../x"})
    assert answer.status_code == 400
    assert "Please choose a format." in answer.content.decode()


def test_many_pages_go_to_the_worker_and_wait_for_their_owner(
    cast: SimpleNamespace, tree: SimpleNamespace, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "AT_ONCE", 2)
    client, other = sign_in(cast.member), sign_in(cast.leader)
    answer = client.post(f"/p/{tree.top.key}/export/", {"format": "md", "tree": "on"})
    parcel = Parcel.objects.get()
    assert answer["Location"] == f"/parcels/{parcel.key}/"
    waiting = client.get(answer["Location"])
    assert waiting["Refresh"] == "2"
    assert "Waiting for its turn." in waiting.content.decode()
    assert client.get(f"/parcels/{parcel.key}/file/").status_code == 404
    tasks.carry(parcel.key)
    parcel.refresh_from_db()
    assert (parcel.state, parcel.done, parcel.total) == ("done", 3, 3)
    ready = client.get(answer["Location"])
    assert "Refresh" not in ready
    form = f"/p/{tree.top.key}/export/"
    assert f'href="{parcel.get_absolute_url()}"' in client.get(form).content.decode(), "found again where it began"
    assert parcel.key not in other.get(form).content.decode()
    assert f"/parcels/{parcel.key}/file/" in ready.content.decode()
    fetched = client.get(f"/parcels/{parcel.key}/file/")
    packed = b"".join(fetched.streaming_content)  # type: ignore[arg-type]
    assert zipfile.ZipFile(io.BytesIO(packed)).testzip() is None
    for address in (f"/parcels/{parcel.key}/", f"/parcels/{parcel.key}/file/"):
        assert other.get(address).status_code == 404, "even for those who may see the page"
    domain.restrict(actor=cast.secretary, page=tree.top, mode="view", people=[cast.secretary])
    assert client.get(f"/parcels/{parcel.key}/file/").status_code == 404, "the right is asked for again"


def test_right_that_went_away_while_waiting_makes_nothing(cast: SimpleNamespace, tree: SimpleNamespace) -> None:
    choices = {"format": "md", "tree": True, "language": "en", "interface": "en"}
    parcel = carrying.order(actor=cast.member, page=tree.top, choices=choices, total=3)
    domain.restrict(actor=cast.secretary, page=tree.top, mode="view", people=[cast.secretary])
    tasks.carry(parcel.key)
    parcel.refresh_from_db()
    assert parcel.state == "failed"
    assert not parcel.stored
    assert "may not see it" in parcel.error


def test_an_export_that_did_not_work_says_so_and_can_be_asked_for_again(
    cast: SimpleNamespace, tree: SimpleNamespace, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: Any, **_named: Any) -> None:
        raise RuntimeError("half way")

    monkeypatch.setattr(carrying.gathering, "_chapter", fail)
    choices = {"format": "md", "tree": True, "language": "en", "interface": "en"}
    parcel = carrying.order(actor=cast.member, page=tree.top, choices=choices, total=3)
    tasks.carry(parcel.key)
    client = sign_in(cast.member)
    told = client.get(parcel.get_absolute_url()).content.decode()
    assert "The file could not be made." in told
    assert f'href="/p/{tree.top.key}/export/">Try again</a>' in told
    assert "did not work" in client.get(f"/p/{tree.top.key}/export/").content.decode()


def test_nobody_fills_the_worker(cast: SimpleNamespace, tree: SimpleNamespace) -> None:
    choices = {"format": "md", "tree": True, "language": "en"}
    for _number in range(carrying.MOST_WAITING):
        carrying.order(actor=cast.member, page=tree.top, choices=choices, total=3)
    with pytest.raises(DeedError, match="still being made"):
        carrying.order(actor=cast.member, page=tree.top, choices=choices, total=3)
    carrying.order(actor=cast.leader, page=tree.top, choices=choices, total=3)


def test_old_parcels_go_with_their_files(cast: SimpleNamespace, tree: SimpleNamespace) -> None:
    choices = {"format": "md", "tree": False, "language": "en"}
    parcel = carrying.order(actor=cast.member, page=tree.top, choices=choices, total=1)
    tasks.carry(parcel.key)
    parcel.refresh_from_db()
    path, storage = parcel.stored.name, parcel.stored.storage
    tasks.forget()
    assert storage.exists(path)
    Parcel.objects.update(created_at=parcel.created_at.replace(year=2000))
    tasks.forget()
    assert not storage.exists(path)
    assert not Parcel.objects.exists()
