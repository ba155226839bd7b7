"""Changes are suggested beside a text and taken into it one by one; nothing suggested is ever read as the page."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from humus.kit import richtext
from humus.kit.errors import DeedError
from humus.pages import domain
from humus.pages.models import Decision, Draft, Page, Room, RoomWriter, Suggestion, Text, Version
from humus.pages.tests.test_pages import page_in
from humus.pages.tests.test_rooms import write
from humus.people.erasure import erase
from humus.spaces.domain import grant

SignIn = Callable[..., Client]


def lines(*texts: str) -> dict[str, Any]:
    content = [{"type": "paragraph", "content": [{"type": "text", "text": text}]} for text in texts]
    return richtext.clean({"type": "doc", "content": content})


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    """In a closed community: a coordinator, an editor, and a member, who may read and comment but not write."""
    cast.public.visibility = "members"
    cast.public.save()
    for name, role in (("leader", "coordinator"), ("representative", "editor"), ("member", "member")):
        grant(actor=cast.secretary, space=cast.public, person=getattr(cast, name), role=role)
    page_in(cast, "Front", space=cast.public, body=None)
    page = page_in(cast, "Soil notes", space=cast.public)
    body = lines("The soil holds carbon for years.", "Second", "Third")
    domain.publish(actor=cast.leader, page=page, language="en", title="Soil notes", body=body)
    return Page.objects.get(pk=page.pk)


def changed(page: Page, *pairs: tuple[str, str]) -> dict[str, Any]:
    """The published body with words replaced; "" takes a block away."""
    body = copy.deepcopy(page.texts.get(language="en").body)
    for old, new in pairs:
        for node in body["content"]:
            node["content"][0]["text"] = node["content"][0]["text"].replace(old, new)
    body["content"] = [node for node in body["content"] if node["content"][0]["text"]]
    return body


MINE = (("The soil", "The living soil"), ("for years", "for decades"), ("Second", ""))


def offer(page: Page, person: Any, *pairs: tuple[str, str], title: str = "Soil notes") -> Suggestion:
    body = changed(page, *(pairs or MINE))
    base = page.texts.get(language="en").number
    return domain.offer(actor=person, page=page, language="en", title=title, body=body, base=base)


def ids(row: Suggestion) -> list[str]:
    return [unit.id for unit in domain.units(row)]


def decide(page: Page, actor: Any, row: Suggestion, place: int | None, accept: bool, **more: Any) -> None:
    row.refresh_from_db()
    chosen = None if place is None else {ids(row)[place]}
    domain.decide(actor=actor, page=page, key=row.key, chosen=chosen, accept=accept, **more)


def shared(page: Page) -> str:
    found = domain.words_in(page, "en")
    assert found is not None
    return richtext.to_text(found[1])


def published(page: Page) -> str:
    return Text.objects.get(page=page, language="en").plain


def test_changes_are_taken_or_left_one_by_one_and_only_those_taken_are_published(
    cast: SimpleNamespace, page: Page
) -> None:
    before = published(page)
    row = offer(page, cast.member)
    assert len(ids(row)) == 3
    decide(page, cast.leader, row, 1, True)
    assert shared(page).split("\n\n") == ["The soil holds carbon for decades.", "Second", "Third"]
    decide(page, cast.leader, row, 0, False, reason="All soil lives")
    assert published(page) == before
    version = domain.publish_room(actor=cast.representative, page=page, language="en")
    assert published(page) == "The soil holds carbon for decades.\n\nSecond\n\nThird"
    assert len(ids(Suggestion.objects.get())) == 1
    names = {str(one.person) for one in version.written_by.all()}
    assert names == {str(cast.member), str(cast.leader)}
    made = {one.words: (one.accepted, one.version_id, one.reason) for one in Decision.objects.all()}
    assert made == {"− years  + decades": (True, version.pk, ""), "+ living": (False, None, "All soil lives")}


def test_what_others_wrote_since_stays_and_the_same_words_are_shown_beside_each_other(
    cast: SimpleNamespace, page: Page
) -> None:
    row = offer(page, cast.member)
    write(page, cast.representative, "Rafa wrote meanwhile.")
    now = changed(page, ("for years", "for centuries"))
    domain.publish(actor=cast.leader, page=page, language="en", title="Soil notes", body=now)
    decide(page, cast.leader, row, 0, True)
    assert "The living soil holds carbon for centuries." in shared(page)
    decide(page, cast.leader, row, 0, True)
    assert "for centuries." in shared(page)
    assert "for decades." in shared(page)
    assert "Rafa wrote meanwhile." in shared(page)


def test_accepted_in_place_of_the_words_of_others_leaves_one(cast: SimpleNamespace, page: Page) -> None:
    row = offer(page, cast.member, ("for years", "for decades"))
    now = changed(page, ("for years", "for centuries"))
    domain.publish(actor=cast.leader, page=page, language="en", title="Soil notes", body=now)
    decide(page, cast.leader, row, 0, True, clash="mine")
    assert "decades" in shared(page)
    assert "centuries" not in shared(page)


def test_all_at_once_and_the_title_and_its_writer_is_told_once(cast: SimpleNamespace, page: Page) -> None:
    from humus.notifications.models import Notice, Telling
    from humus.notifications.notices.fanning import tell_all
    from humus.notifications.notices.showing import lines

    row = offer(page, cast.member, *MINE, title="Living soil notes")
    domain.watch(actor=cast.stranger, page=page)
    tell_all()
    told = Notice.objects.filter(telling__verb="suggestion.offered")
    assert {one.person for one in told} == {cast.leader}
    decide(page, cast.leader, row, 0, False)
    assert not Telling.objects.filter(verb="suggestion.decided").exists()
    decide(page, cast.leader, row, None, True)
    assert not Suggestion.objects.exists()
    tell_all()
    notices = Notice.objects.filter(telling__verb="suggestion.decided").select_related("telling__page__space")
    assert [one.person for one in notices] == [cast.member]
    assert [line.passage for line in lines(notices)] == ["Accepted: 3, declined: 1."]
    assert domain.words_in(page, "en")[0] == "Soil notes"  # type: ignore[index]


def test_who_suggests_changes_nothing_by_any_door(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    row = offer(page, cast.member)
    client = sign_in(cast.member)
    before = published(page)
    body = json.dumps(changed(page, ("Third", "Mine now")))
    for path, sent in (
        ("edit/", {"title": "Mine", "body": body, "base": "2"}),
        ("edit/", {"title": "Mine", "body": body, "together": "1"}),
        ("suggestions/", {"suggestion": row.key, "deed": "accept"}),
        ("suggestions/", {"deed": "publish"}),
        ("discard/together/", {}),
    ):
        assert client.post(f"/p/{page.key}/{path}", sent).status_code == 403, path
    for path in ("bring-in/", "draft/"):
        sent_body = json.dumps({"mine": json.loads(body), "body": json.loads(body), "title": "Mine", "base": 2})
        answer = client.post(f"/p/{page.key}/{path}", sent_body, content_type="application/json")
        assert answer.status_code == 403, path
    with pytest.raises(PermissionDenied):
        domain.decide(actor=cast.member, page=page, key=row.key, chosen=None, accept=True)
    assert published(page) == before
    assert not Room.objects.exists() or "Mine now" not in shared(page)
    assert not Decision.objects.exists()


def test_space_says_who_suggests(cast: SimpleNamespace, page: Page) -> None:
    from humus.kit.access import may

    def allowed(let: str) -> list[bool]:
        page.space.suggesting = let
        return [may("page.suggest", one, page) for one in (cast.leader, cast.member, cast.stranger)]

    assert allowed("members") == [True, True, False]
    assert allowed("readers") == [True, True, True]
    assert allowed("nobody") == [True, False, False]


def test_readers_see_nothing_of_it_and_no_other_suggester_does(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    offer(page, cast.member, ("Third", "Secretword"))
    fellow = _fellow(cast)
    for person in (fellow, cast.stranger, cast.representative):
        client = sign_in(person)
        for path in (
            page.get_absolute_url(),
            f"/p/{page.key}/history/",
            f"/p/{page.key}/source/",
            "/search/?q=Secretword",
        ):
            assert "Secretword</ins" not in client.get(path).content.decode(), (person, path)
    other = sign_in(cast.secretary)
    assert "Secretword" in other.get(f"/p/{page.key}/suggestions/").content.decode()
    answer = sign_in(fellow).get(f"/p/{page.key}/suggestions/")
    assert answer.status_code == 200
    assert "Secretword" not in answer.content.decode()


def _fellow(cast: SimpleNamespace) -> Any:
    from humus.conftest import make_person

    fellow = make_person("Fay Fellow")
    grant(actor=cast.secretary, space=cast.public, person=fellow, role="member")
    return fellow


def test_it_is_written_kept_offered_taken_back_and_thrown_away(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    client = sign_in(cast.member)
    address = f"/p/{page.key}/suggest/"
    assert "Suggest a change" in client.get(page.get_absolute_url()).content.decode()
    assert client.get(address).status_code == 200
    assert not Suggestion.objects.exists()
    sent = {"title": "Soil notes", "body": changed(page, *MINE), "base": 2}
    answer = client.post(f"{address}draft/", json.dumps(sent), content_type="application/json")
    assert answer.status_code == 200
    assert "living soil" in client.get(address).content.decode()
    assert "living soil" not in sign_in(cast.leader).get(f"/p/{page.key}/suggestions/").content.decode()
    form = sent | {"body": json.dumps(sent["body"]), "note": "Life matters"}
    assert client.post(address, form).status_code == 302
    assert client.get(address).status_code == 302
    stale = client.post(f"{address}draft/", json.dumps(sent), content_type="application/json")
    assert stale.status_code == 400
    assert "offered these changes already" in stale.json()["error"]
    shown = sign_in(cast.leader).get(f"/p/{page.key}/suggestions/").content.decode()
    assert "Life matters" in shown
    client.post(f"{address}take-back/", {"deed": "write"})
    assert client.get(address).status_code == 200
    client.post(f"{address}take-back/", {"deed": "discard"})
    assert not Suggestion.objects.exists()
    nothing = client.post(address, form | {"body": json.dumps(changed(page))})
    assert nothing.status_code == 400
    assert "You have changed nothing yet." in nothing.content.decode()


def test_it_is_decided_on_its_screen_and_what_is_gone_is_told(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    row = offer(page, cast.member)
    client = sign_in(cast.leader)
    address = f"/p/{page.key}/suggestions/"
    shown = client.get(address).content.decode()
    deeds = re.findall(r'value="(accept:[^"]+)"', shown)
    assert len(deeds) == 3
    sent = {"suggestion": row.key, "deed": deeds[0]}
    after = client.post(address, sent, follow=True).content.decode()
    assert "Accepted." in after
    assert "Publish now" in after
    again = client.post(address, sent, follow=True).content.decode()
    assert "not offered any more" in again
    client.post(address, {"suggestion": row.key, "deed": "decline", "reason": "Too much"})
    client.post(address, {"deed": "publish"})
    assert "The living soil holds carbon for years." in published(page)
    history = client.get(f"/p/{page.key}/history/").content.decode()
    assert "Suggested by Mona Member, accepted by Lena Leader" in history
    assert "Too much" in sign_in(cast.member).get(address).content.decode()


def test_with_an_erased_person_goes_what_they_suggested(cast: SimpleNamespace, page: Page) -> None:
    row = offer(page, cast.member)
    decide(page, cast.leader, row, 0, True)
    erase(actor=cast.member, person=cast.member)
    assert not Suggestion.objects.exists()
    assert [one.words for one in Decision.objects.all()] == [""]
    assert not RoomWriter.objects.filter(person=cast.member).exists()
    assert "living" in shared(page)


def test_what_is_discarded_with_the_shared_text_is_in_no_version_record(cast: SimpleNamespace, page: Page) -> None:
    row = offer(page, cast.member)
    decide(page, cast.leader, row, None, True)
    domain.discard_room(actor=cast.leader, page=page, language="en")
    domain.publish(actor=cast.leader, page=page, language="en", title="Soil notes", body=changed(page))
    version = domain.publish_room(actor=cast.leader, page=page, language="en")
    assert not version.decisions.exists()
    assert Version.objects.filter(page=page).count() == 4
    assert not Draft.objects.exists()


def test_too_many_changes_and_a_text_that_is_not_there_are_refused(cast: SimpleNamespace, page: Page) -> None:
    many = lines(*(f"Line {n}" for n in range(260)))
    with pytest.raises(DeedError, match="at most 200"):
        domain.offer(actor=cast.member, page=page, language="en", title="Soil notes", body=many, base=2)
    with pytest.raises(DeedError, match="no published text"):
        domain.save_suggestion(actor=cast.member, page=page, language="fr", title="Sol", body=many, base=0)
