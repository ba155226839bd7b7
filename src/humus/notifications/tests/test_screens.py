"""What administrators see and do; and that nobody else does."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.core.mail import send_mail
from django.test import Client

from humus.notifications.models import MailServer, OutgoingMail
from humus.notifications.tests.post import PostOffice, post_office

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
FORM = {"host": "127.0.0.1", "port": "25", "security": "none", "user": "", "password": "", "sender": "site@example.org"}
SCREENS = ["/secretariat/mails/", "/secretariat/mails/?folder=failed", "/secretariat/mail-server/"]


@pytest.fixture
def mail() -> OutgoingMail:
    send_mail("Your code", "It is 123456", None, ["a@example.org"])
    return OutgoingMail.objects.get()


def answers(page: object) -> list[str]:
    return [str(message) for message in page.context["messages"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize("url", SCREENS)
def test_administrator_sees_each_screen(cast: SimpleNamespace, sign_in: SignIn, url: str) -> None:
    assert sign_in(cast.administrator).get(url).status_code == 200


@pytest.mark.parametrize("url", [*SCREENS, "/secretariat/mails/1/"])
@pytest.mark.parametrize("who", ["secretary", "leader", "stranger"])
def test_nobody_else_sees_it(cast: SimpleNamespace, sign_in: SignIn, url: str, who: str) -> None:
    assert sign_in(getattr(cast, who)).get(url).status_code == 404


def test_text_can_be_read_only_while_no_server_takes_it(
    cast: SimpleNamespace, sign_in: SignIn, mail: OutgoingMail, use: Callable[..., MailServer], office: PostOffice
) -> None:
    client = sign_in(cast.administrator)
    assert "123456" in client.get(f"/secretariat/mails/{mail.pk}/").content.decode()
    use(office)
    page = client.get(f"/secretariat/mails/{mail.pk}/").content.decode()
    assert "a@example.org" in page
    assert "123456" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_three(
    cast: SimpleNamespace, sign_in: SignIn, count: int, django_assert_num_queries: Callable[..., object]
) -> None:
    client = sign_in(cast.administrator)
    for number in range(count):
        send_mail(f"Subject {number}", "text", None, [f"a{number}@example.org"])
    client.get("/secretariat/mails/")
    with django_assert_num_queries(5):
        page = client.get("/secretariat/mails/").content.decode()
    assert page.count("<tr>") == count + 1


def test_server_is_saved_with_its_password_and_keeps_it(cast: SimpleNamespace, sign_in: SignIn) -> None:
    client = sign_in(cast.administrator)
    client.post("/secretariat/mail-server/", {**FORM, "user": "humus", "password": "secret one"})
    client.post("/secretariat/mail-server/", {**FORM, "user": "humus", "port": "2525"})
    server = MailServer.objects.get()
    assert (server.port, server.password, server.changed_by) == (2525, "secret one", cast.administrator)
    assert "secret one" not in client.get("/secretariat/mail-server/").content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [({"host": "smtp.example.org"}, "security"), ({"port": "70000"}, "port"), ({"sender": "nobody"}, "sender")],
)
def test_wrong_server_is_refused_beside_its_field(
    cast: SimpleNamespace, sign_in: SignIn, change: dict[str, str], field: str
) -> None:
    answer = sign_in(cast.administrator).post("/secretariat/mail-server/", {**FORM, **change})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not MailServer.objects.exists()


def test_test_mail_arrives(
    cast: SimpleNamespace, sign_in: SignIn, office: PostOffice, use: Callable[..., MailServer]
) -> None:
    use(office)
    page = sign_in(cast.administrator).post("/secretariat/mail-server/test/", follow=True)
    assert office.recipients == [cast.administrator.email]
    assert answers(page) == [f"The server took a test mail to {cast.administrator.email}. Look whether it arrives."]
    assert MailServer.objects.get().tested_at is not None


def test_test_says_in_words_what_is_wrong(
    cast: SimpleNamespace, sign_in: SignIn, use: Callable[..., MailServer]
) -> None:
    client = sign_in(cast.administrator)

    def said() -> str:
        return answers(client.post("/secretariat/mail-server/test/", follow=True))[0]

    assert said() == "Save the mail server first."
    with post_office(password="right") as office:
        server = use(office, user="humus")
        server.password = "wrong"
        server.save()
        assert said().startswith("The server refuses the user name or password: 535")
        MailServer.objects.update(security="starttls")
        assert said().startswith("The server does not offer what is asked")
        MailServer.objects.update(security="tls")
        assert said().startswith("The server does not speak TLS on this port")
        MailServer.objects.update(sealed_password="spoilt", security="none")
        assert said() == "The password was saved with another secret key. Enter it again."
    assert said() == "No mail server listens there. Are its name and the port right?"
    MailServer.objects.update(host="nowhere.invalid")
    assert said() == "No server has this name. Is it spelt right?"
    assert MailServer.objects.get().tested_at is None


def test_failed_mail_is_sent_again_on_request_only_if_it_failed(
    cast: SimpleNamespace, sign_in: SignIn, mail: OutgoingMail
) -> None:
    client = sign_in(cast.administrator)
    page = client.post(f"/secretariat/mails/{mail.pk}/again/", follow=True)
    assert answers(page) == ["This mail is not one that failed."]
    mail.mark_refused("550 no")
    client.post(f"/secretariat/mails/{mail.pk}/again/")
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.last_error) == ("waiting", 0, "")
