"""Becoming a partner: from the draft to the letter."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pypdf import PdfReader

from humus.activity.models import Activity
from humus.kit.errors import DeedError
from humus.organisations import letters
from humus.organisations.domain import joining
from humus.organisations.models import Application, Colleague, Organisation

SignIn = Callable[[Any], Client]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
FULL = {
    "kind": "partner",
    "category": "civil_society",
    "name": "Friends of Humus",
    "country": "BE",
    "why": "We plant cover crops.",
    "signatory": "Ann Author, president",
}


def paper(name: str = "signed.pdf", body: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body, content_type="application/pdf")


def picture() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (900, 300), "green").save(out, "JPEG")
    return SimpleUploadedFile("logo.jpg", out.getvalue(), content_type="image/jpeg")


@pytest.fixture
def draft(more: SimpleNamespace) -> Application:
    return joining.begin(actor=more.stranger, language="fr")


@pytest.fixture
def handed_in(more: SimpleNamespace, draft: Application) -> Application:
    papers = {name: ContentFile(PDF, name=f"{name}.pdf") for name in ("declaration", "proof")}
    joining.save_draft(actor=more.stranger, application=draft, fields=FULL | papers)
    return joining.hand_in(actor=more.stranger, application=draft)


def test_visitor_sees_how_and_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/join/partner/").status_code == 200
    assert client.post("/join/partner/")["Location"].startswith("/account/login/")


def test_from_an_empty_form_to_the_queue(more: SimpleNamespace, sign_in: SignIn) -> None:
    client = sign_in(more.stranger)
    address = client.post("/join/partner/")["Location"]
    answer = client.post(address, FULL | {"hand_in": "1"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"declaration", "proof"}
    files = {"declaration": paper(), "proof": paper(), "logo": picture()}
    assert client.post(address, FULL | files | {"hand_in": "1"}).status_code == 302
    row = Application.objects.get()
    assert (row.state, row.name, row.country) == ("submitted", "Friends of Humus", "BE")
    assert mail.outbox[-1].to == [more.stranger.email]
    queue = sign_in(more.judge).get("/secretariat/applications/")
    assert [each.pk for each in queue.context["applications"]] == [row.pk]


def test_what_is_sound_is_kept_even_when_a_field_is_not(
    more: SimpleNamespace, sign_in: SignIn, draft: Application
) -> None:
    answer = sign_in(more.stranger).post(
        draft.get_absolute_url(), FULL | {"website": "not an address", "declaration": paper()}
    )
    assert answer.status_code == 422
    draft.refresh_from_db()
    assert draft.name == "Friends of Humus"
    assert draft.declaration
    assert b"not an address" in answer.content


def test_one_word_of_why_is_kept_in_the_draft_and_not_handed_in(
    more: SimpleNamespace, sign_in: SignIn, draft: Application
) -> None:
    client, address = sign_in(more.stranger), draft.get_absolute_url()
    papers = {"declaration": paper(), "proof": paper()}
    answer = client.post(address, FULL | papers | {"why": "Soils", "hand_in": "1"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["why"]
    draft.refresh_from_db()
    assert (draft.state, draft.why, draft.name) == ("draft", "Soils", "Friends of Humus")
    assert draft.declaration
    assert client.post(address, FULL | {"hand_in": "1"}).status_code == 302
    draft.refresh_from_db()
    assert draft.state == "submitted"


def test_begin_twice_gives_the_same_empty_draft(more: SimpleNamespace, draft: Application) -> None:
    assert joining.begin(actor=more.stranger, language="en") == draft


def test_company_cannot_ask_to_become_member(more: SimpleNamespace, sign_in: SignIn, draft: Application) -> None:
    wrong = FULL | {"category": "company", "kind": "member", "declaration": paper(), "hand_in": "1"}
    answer = sign_in(more.stranger).post(draft.get_absolute_url(), wrong)
    assert list(answer.context["form"].errors) == ["kind"]
    right = FULL | {"category": "company", "kind": "partner", "hand_in": "1"}
    assert sign_in(more.stranger).post(draft.get_absolute_url(), right).status_code == 302


def test_company_is_not_admitted_as_member_by_deed(more: SimpleNamespace, handed_in: Application) -> None:
    Application.objects.filter(pk=handed_in.pk).update(category="company", kind="member")
    handed_in.refresh_from_db()
    with pytest.raises(DeedError):
        joining.decide(actor=more.judge, application=handed_in, accept=True)
    assert Organisation.objects.count() == 1
    handed_in.refresh_from_db()
    assert handed_in.state == "submitted"


@pytest.mark.parametrize(
    "body",
    [b"<html><script>alert(1)</script>", b"", b"MZ\x90", b"%PDF-1.4 cut off"],
    ids=["html", "empty", "exe", "cut"],
)
def test_only_pdf_is_taken_as_a_paper(more: SimpleNamespace, sign_in: SignIn, draft: Application, body: bytes) -> None:
    answer = sign_in(more.stranger).post(draft.get_absolute_url(), {"declaration": paper("x.pdf", body)})
    assert answer.status_code == 422
    draft.refresh_from_db()
    assert not draft.declaration


def test_paper_is_stored_under_a_name_of_our_own_inside_the_media_folder(
    more: SimpleNamespace, sign_in: SignIn, draft: Application
) -> None:
    sign_in(more.stranger).post(draft.get_absolute_url(), {"declaration": paper("../../evil\u202e.pdf")})
    draft.refresh_from_db()
    stored = Path(draft.declaration.path).resolve()
    assert stored.is_relative_to(Path(settings.MEDIA_ROOT).resolve())
    assert "evil" not in stored.name


def test_paper_is_a_download_for_applicant_and_bureau_and_a_404_for_others(
    more: SimpleNamespace, sign_in: SignIn, handed_in: Application
) -> None:
    address = f"/join/partner/{handed_in.key}/paper/declaration/"
    for person in (more.stranger, more.judge, more.secretary):
        answer = sign_in(person).get(address)
        assert b"".join(answer.streaming_content) == PDF
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
    for client in (sign_in(more.member), sign_in(more.focal), Client()):
        assert client.get(address).status_code == 404


def test_application_of_another_is_the_404_of_a_missing_one(
    more: SimpleNamespace, sign_in: SignIn, handed_in: Application
) -> None:
    theirs = sign_in(more.member).get(handed_in.get_absolute_url())
    missing = sign_in(more.member).get("/join/partner/nosuchkey/")
    assert (theirs.status_code, missing.status_code) == (404, 404)
    assert sign_in(more.stranger).get(handed_in.get_absolute_url()).status_code == 200


def test_draft_is_not_seen_by_the_bureau(more: SimpleNamespace, sign_in: SignIn, draft: Application) -> None:
    assert sign_in(more.judge).get(f"/secretariat/applications/{draft.key}/").status_code == 404


def test_queue_does_not_exist_for_others(more: SimpleNamespace, sign_in: SignIn, handed_in: Application) -> None:
    for address in ("/secretariat/applications/", f"/secretariat/applications/{handed_in.key}/"):
        assert sign_in(more.stranger).get(address).status_code == 404
        assert Client().get(address).status_code == 404
        assert sign_in(more.judge).get(address).status_code == 200


def test_handed_in_application_is_not_changed_by_its_applicant(
    more: SimpleNamespace, sign_in: SignIn, handed_in: Application
) -> None:
    sign_in(more.stranger).post(handed_in.get_absolute_url(), FULL | {"name": "Changed"})
    handed_in.refresh_from_db()
    assert handed_in.name == "Friends of Humus"


def test_question_goes_to_the_applicant_and_the_answer_back(
    more: SimpleNamespace, sign_in: SignIn, handed_in: Application
) -> None:
    room = f"/secretariat/applications/{handed_in.key}/"
    sign_in(more.judge).post(room + "ask/", {"question-text": "Who signs?"})
    sign_in(more.judge).post(room + "note/", {"remark-text": "Sounds odd to me"})
    assert "Who signs?" in mail.outbox[-1].body
    page = sign_in(more.stranger).get(handed_in.get_absolute_url()).content.decode()
    assert "Who signs?" in page
    assert "A question is waiting for you" in page
    assert "Sounds odd" not in page
    for address in (room, "/secretariat/applications/?state=question"):
        seen = sign_in(more.judge).get(address).content.decode()
        assert ">Waiting for an answer</span>" in seen
        assert "waiting for you" not in seen
    sign_in(more.stranger).post(handed_in.get_absolute_url() + "answer/", {"text": "The president."})
    handed_in.refresh_from_db()
    assert handed_in.state == "submitted"
    assert b"The president." in sign_in(more.judge).get(room).content


def test_accepting_makes_entry_affiliation_and_focal_point(
    more: SimpleNamespace, sign_in: SignIn, handed_in: Application
) -> None:
    answer = sign_in(more.judge).post(
        f"/secretariat/applications/{handed_in.key}/decide/", {"accept": "1", "reason": ""}
    )
    assert answer.status_code == 302
    entry = Organisation.objects.get(name="Friends of Humus")
    row = entry.affiliations.get()
    assert (row.kind, row.decided_by) == ("partner", more.judge)
    focal = Colleague.objects.get(organisation=entry)
    assert (focal.person, focal.role, focal.confirmed_how) == (more.stranger, "focal_point", "application")
    handed_in.refresh_from_db()
    assert (handed_in.state, handed_in.organisation) == ("accepted", entry)
    assert Activity.objects.filter(verb="application.decided", organisation=entry).count() == 1
    assert sign_in(more.stranger).get(entry.get_absolute_url() + "edit/").status_code == 200


def test_accepting_into_an_entry_that_is_there_doubles_nothing(more: SimpleNamespace, handed_in: Application) -> None:
    entry = Organisation.objects.create(slug="friends", name="Friends of Humus", category="civil_society")
    joining.decide(actor=more.judge, application=handed_in, accept=True, entry=entry)
    assert Organisation.objects.filter(name="Friends of Humus").count() == 1
    assert entry.affiliations.count() == 1


def test_declining_needs_a_reason_that_the_applicant_reads(
    more: SimpleNamespace, sign_in: SignIn, handed_in: Application
) -> None:
    address = f"/secretariat/applications/{handed_in.key}/decide/"
    assert sign_in(more.judge).post(address, {"decline": "1"}).status_code == 422
    sign_in(more.judge).post(address, {"decline": "1", "reason": "The proof is missing a date."})
    assert "The proof is missing a date." in mail.outbox[-1].body
    assert b"The proof is missing a date." in sign_in(more.stranger).get(handed_in.get_absolute_url()).content
    assert Organisation.objects.count() == 1


def test_nobody_decides_on_an_application_of_their_own(
    more: SimpleNamespace, sign_in: SignIn, handed_in: Application
) -> None:
    Application.objects.filter(pk=handed_in.pk).update(applicant=more.judge)
    address = f"/secretariat/applications/{handed_in.key}/decide/"
    assert sign_in(more.judge).post(address, {"accept": "1"}).status_code == 403
    assert sign_in(more.secretary).post(address, {"accept": "1"}).status_code == 302


def test_decision_is_made_once(more: SimpleNamespace, handed_in: Application) -> None:
    joining.decide(actor=more.judge, application=handed_in, accept=True)
    with pytest.raises(DeedError):
        joining.decide(actor=more.judge, application=handed_in, accept=False, reason="Second thoughts")


def test_letter_is_in_the_language_of_the_applicant_on_screen_and_as_pdf(
    more: SimpleNamespace, sign_in: SignIn, handed_in: Application
) -> None:
    client, address = sign_in(more.stranger), handed_in.get_absolute_url()
    assert client.get(address + "letter/").status_code == 404
    joining.decide(actor=more.judge, application=handed_in, accept=True, reason="#include “x” $y$ *z*")
    page = client.get(address + "letter/")
    assert b'lang="fr"' in page.content
    answer = client.get(address + "letter.pdf")
    assert answer["Content-Type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert "Friends of Humus" in text
    assert "#include “x” $y$ *z*" in text


def test_letter_can_be_written_from_right_to_left(more: SimpleNamespace, handed_in: Application) -> None:
    Application.objects.filter(pk=handed_in.pk).update(language="ar", name="أصدقاء التربة")
    handed_in.refresh_from_db()
    joining.decide(actor=more.judge, application=handed_in, accept=True)
    handed_in.refresh_from_db()
    assert letters.letter(handed_in)["rtl"] is True
    assert letters.pdf(handed_in).startswith(b"%PDF-")


def test_withdrawn_application_leaves_the_queue(more: SimpleNamespace, sign_in: SignIn, handed_in: Application) -> None:
    sign_in(more.stranger).post(handed_in.get_absolute_url() + "withdraw/")
    assert not sign_in(more.judge).get("/secretariat/applications/").context["applications"]


def test_subject_of_a_mail_stays_one_line(more: SimpleNamespace, draft: Application) -> None:
    papers = {name: ContentFile(PDF, name="x.pdf") for name in ("declaration", "proof")}
    joining.save_draft(actor=more.stranger, application=draft, fields=FULL | papers | {"name": "A\r\nBcc: x@y.org"})
    joining.hand_in(actor=more.stranger, application=draft)
    assert mail.outbox[-1].recipients() == [more.stranger.email]
    assert "\n" not in mail.outbox[-1].subject
