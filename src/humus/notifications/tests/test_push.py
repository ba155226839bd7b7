"""Notices on a device: sealed for it alone, to services that we know, only while it is signed in and may see them."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from humus.discussions import domain as discussions
from humus.kit import richtext
from humus.notifications.models import Habits, Notice, Push, PushDevice, Telling
from humus.notifications.notices import domain as notices
from humus.notifications.notices import fanning
from humus.notifications.push import keys, line, sending
from humus.notifications.tests.push_service import Device, Service, claims, push_service
from humus.pages import domain as pages
from humus.pages.models import Page
from humus.pages.tests.test_pages import page_in
from humus.people import erasure
from humus.people.export import rows

ON, STOP, HABITS = "/me/notices/push/", "/me/notices/push/stop/", "/me/notices/habits/"
SignIn = Callable[..., Client]


@pytest.fixture
def service(settings: Any) -> Iterator[Service]:
    settings.PUSH_LOOPBACK = True
    with push_service() as service:
        yield service


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    page_in(cast, "Front")
    page = page_in(cast, "Soil notes")
    Telling.objects.all().delete()
    return page


@pytest.fixture
def client(cast: SimpleNamespace, sign_in: SignIn) -> Client:
    return sign_in(cast.member)


@pytest.fixture
def device(client: Client, service: Service) -> Device:
    """On, and past its first word."""
    device = service.device()
    assert client.post(ON, device.told).url == HABITS  # type: ignore[attr-defined]
    Push.objects.all().delete()
    return device


def name(cast: SimpleNamespace, page: Page, words: str = "a secret word") -> None:
    """The leader names the member in a comment."""
    discussions.add(actor=cast.leader, page=page, text=f"@Mona Member, {words}")
    fanning.tell_all()


def again() -> int:
    Push.objects.update(due_at=timezone.now())
    return sending.send_due()


def test_named_person_is_told_on_the_device_sealed_and_signed(
    cast: SimpleNamespace, page: Page, device: Device, service: Service, client: Client
) -> None:
    page.space.visibility = "public"
    page.space.save()
    name(cast, page)
    assert sending.send_due() == 1
    path, headers, body = service.came[0]
    notice = Notice.objects.get(person=cast.member)
    told = device.opened(body)
    assert told["title"] == f"{cast.leader} named you"
    assert (told["body"], told["url"]) == ("Soil notes", f"/me/notices/{notice.pk}/")
    assert (told["lang"], told["dir"]) == ("en", "ltr")
    assert b"secret" not in body
    assert "secret" not in str(told)
    assert (path, headers["Content-Encoding"], headers["TTL"], headers["Topic"]) == (
        "/send/one",
        "aes128gcm",
        "86400",
        page.key,
    )
    shown = client.get(HABITS).content.decode()
    said = claims(headers["Authorization"], keys.public_key())
    assert f'data-push="{keys.public_key()}"' in shown
    assert said["aud"] == service.url
    assert time.time() < said["exp"] <= time.time() + 86_400
    assert (sending.send_due(), Push.objects.count(), len(service.came)) == (0, 0, 1)
    assert client.get(told["url"]).url.startswith("/comments/")  # type: ignore[attr-defined]


def test_title_of_a_page_that_is_not_open_to_all_stays_off_the_screen(
    cast: SimpleNamespace, page: Page, device: Device, service: Service
) -> None:
    name(cast, page)
    assert sending.send_due() == 1
    assert device.opened(service.came[0][2])["body"] == ""


def test_first_word_comes_when_it_is_turned_on_and_none_when_it_is_brought_back(
    cast: SimpleNamespace, client: Client, service: Service
) -> None:
    cast.member.language = "ar"
    cast.member.save()
    device = service.device()
    assert client.post(ON, device.told).status_code == 302
    assert sending.send_due() == 1
    assert device.opened(service.came[0][2])["dir"] == "rtl"
    assert client.post(ON, device.told | {"again": ""}).status_code == 204
    assert (sending.send_due(), PushDevice.objects.count()) == (0, 1)


@pytest.mark.parametrize(("pushed", "sent"), [("direct", 0), ("all", 1)])
def test_what_one_follows_is_told_to_who_wants_it(
    cast: SimpleNamespace, page: Page, device: Device, client: Client, pushed: str, sent: int
) -> None:
    chosen = {"direct": "daily", "cadence": "none", "pushed": pushed}
    assert client.post(HABITS, chosen).status_code == 302
    pages.watch(actor=cast.member, page=page)
    pages.publish(actor=cast.leader, page=page, language="en", title=page.title, body=richtext.paragraphs("New."))
    fanning.tell_all()
    assert sending.send_due() == sent


def test_quiet_hours_are_kept(cast: SimpleNamespace, page: Page, device: Device) -> None:
    now = timezone.now()
    quiet = {"quiet_from": now.hour, "quiet_to": (now.hour + 2) % 24}
    Habits.objects.update_or_create(person=cast.member, defaults=quiet)
    name(cast, page)
    assert sending.send_due() == 0
    assert Push.objects.get().due_at == now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)
    assert again() == 1


def test_many_at_once_are_one(cast: SimpleNamespace, page: Page, device: Device, service: Service) -> None:
    for number in range(5):
        name(cast, page, f"word {number}")
    assert sending.send_due() == 1
    told = device.opened(service.came[0][2])
    assert (told["title"], told["url"]) == ("5 new notifications", "/me/notices/")
    assert not Push.objects.exists()


def close(cast: SimpleNamespace, page: Page, client: Client) -> dict[str, Callable[[], Any]]:
    def withdraw() -> None:
        page.space.visibility = "members"
        page.space.save()
        page.space.memberships.filter(person=cast.member).update(ended_at=timezone.now())

    return {
        "right": withdraw,
        "read": lambda: notices.read(actor=cast.member),
        "old": lambda: Telling.objects.update(at=timezone.now() - timedelta(days=2)),
        "signed out": lambda: client.post("/account/logout/"),
        "sessions ended": lambda: cast.member.end_sessions(),
        "suspended": lambda: type(cast.member).objects.filter(pk=cast.member.pk).update(suspended_at=timezone.now()),
        "stopped": lambda: client.post(STOP, {"device": PushDevice.objects.get().pk}),
        "erased": lambda: erasure.erase(actor=cast.member, person=cast.member),
    }


@pytest.mark.parametrize(
    "way", ["right", "read", "old", "signed out", "sessions ended", "suspended", "stopped", "erased"]
)
def test_nothing_is_sent_once_it_may_not(
    cast: SimpleNamespace, page: Page, device: Device, service: Service, client: Client, way: str
) -> None:
    name(cast, page)
    assert Push.objects.count() == 1
    close(cast, page, client)[way]()
    assert (again(), service.came, Push.objects.count()) == (0, [], 0)
    assert PushDevice.objects.exists() == (way in ("right", "read", "old"))


@pytest.mark.parametrize("status", [404, 410])
def test_device_that_is_no_more_is_forgotten(
    cast: SimpleNamespace, page: Page, device: Device, service: Service, status: int
) -> None:
    service.status = status
    name(cast, page)
    assert (sending.send_due(), PushDevice.objects.count(), Push.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(("status", "headers", "minutes"), [(429, {"Retry-After": "600"}, 10), (503, {}, 1)])
def test_passing_trouble_waits_as_long_as_the_service_says(
    cast: SimpleNamespace,
    page: Page,
    device: Device,
    service: Service,
    status: int,
    headers: dict[str, str],
    minutes: int,
) -> None:
    service.status, service.headers = status, headers
    name(cast, page)
    assert sending.send_due() == 0
    assert abs(Push.objects.get().due_at - timezone.now() - timedelta(minutes=minutes)) < timedelta(seconds=20)
    service.status = 201
    assert (sending.send_due(), again(), Push.objects.count()) == (0, 1, 0)


def test_refusals_in_a_row_end_a_device_and_trouble_does_not_last_for_ever(
    cast: SimpleNamespace, page: Page, device: Device, service: Service
) -> None:
    name(cast, page)
    service.status = 503
    for _attempt in sending.PAUSES:
        assert again() == 0
    assert Push.objects.exists()
    assert (again(), Push.objects.count(), PushDevice.objects.count()) == (0, 0, 1)
    service.status = 403
    for _refusal in range(sending.MOST_REFUSALS):
        Push.objects.all().delete()
        Push.objects.create(device=PushDevice.objects.get(), notice=Notice.objects.get(person=cast.member))
        again()
    assert not PushDevice.objects.exists()


def test_slow_service_is_asked_once_a_round(
    cast: SimpleNamespace, page: Page, device: Device, service: Service, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "SECONDS", 0.2)
    client.post(ON, service.device("two").told | {"again": ""})
    service.slow = 30.0
    name(cast, page)
    began = time.monotonic()
    assert (sending.send_due(), len(service.came), Push.objects.count()) == (0, 1, 2)
    assert time.monotonic() - began < service.slow / 2
    service.slow = 0.0
    service.hurry.set()
    assert again() == 2


def test_service_that_is_not_there_delays(cast: SimpleNamespace, page: Page, device: Device) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        PushDevice.objects.update(endpoint=f"http://127.0.0.1:{free.getsockname()[1]}/x")
        name(cast, page)
        assert (sending.send_due(), Push.objects.count(), PushDevice.objects.count()) == (0, 1, 1)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://127.0.0.1:9/x", "https://127.0.0.1/x", "https://[::1]/x", "https://169.254.169.254/latest", "https://2130706433/",
        "http://fcm.googleapis.com/x", "https://fcm.googleapis.com:8443/x", "https://fcm.googleapis.com@127.0.0.1/x",
        "https://evil.example/fcm.googleapis.com", "https://xpush.apple.com/x", "https://a@web.push.apple.com/x", "file:///etc/passwd",
        "https://fcm.googleapis.com:99999/x", "https://[", "",
    ],
)  # fmt: skip
def test_address_that_is_no_push_service_is_not_kept(client: Client, endpoint: str) -> None:
    device = Device(endpoint)
    assert client.post(ON, device.told, follow=True).redirect_chain == [(HABITS, 302)]
    assert not PushDevice.objects.exists()


@pytest.mark.parametrize("wrong", [{"p256dh": "AAAA"}, {"auth": "x" * 20}, {"p256dh": "ü"}, {"auth": ""}])
def test_keys_that_are_none_are_not_kept(client: Client, service: Service, wrong: dict[str, str]) -> None:
    shown = client.post(ON, service.device().told | wrong, follow=True)
    assert "cannot be sent to this browser" in shown.content.decode()
    assert not PushDevice.objects.exists()


def test_keys_that_fit_nothing_end_the_device(cast: SimpleNamespace, page: Page, device: Device) -> None:
    PushDevice.objects.update(p256dh="A" * 87)
    name(cast, page)
    assert (sending.send_due(), PushDevice.objects.count()) == (0, 0)


@pytest.mark.parametrize("found", ["127.0.0.1", "10.0.0.7", "::1", "::ffff:127.0.0.1", "169.254.169.254", "0.0.0.0"])
def test_name_of_a_service_that_leads_inside_is_not_followed(monkeypatch: pytest.MonkeyPatch, found: str) -> None:
    """Looked at when it is sent; one inside address among others is enough."""
    names = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("9.9.9.9", found)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: names)
    monkeypatch.setattr(socket, "create_connection", lambda *_args: pytest.fail("connected"))
    told = Device("https://fcm.googleapis.com/x").told
    with pytest.raises(line.NoLine, match="public"):
        line.send(PushDevice(**told), {"title": "x"}, "x")


def test_redirect_is_not_followed(cast: SimpleNamespace, page: Page, device: Device, service: Service) -> None:
    service.status, service.headers = 302, {"Location": f"{service.url}/inside"}
    name(cast, page)
    assert (sending.send_due(), len(service.came)) == (0, 1)


def test_one_stops_only_ones_own_and_another_on_the_same_browser_takes_it_over(
    cast: SimpleNamespace, device: Device, client: Client, sign_in: SignIn
) -> None:
    other = sign_in(cast.leader)
    mine = PushDevice.objects.get()
    other.post(STOP, {"device": mine.pk})
    assert PushDevice.objects.get() == mine
    other.post(ON, device.told)
    assert PushDevice.objects.get().person == cast.leader
    assert client.post(STOP, {"device": "x" * 30}).status_code == 302


def test_devices_are_bounded_and_those_signed_out_are_not_shown(
    cast: SimpleNamespace, client: Client, service: Service
) -> None:
    for number in range(22):
        client.post(ON, service.device(str(number)).told | {"again": ""})
    assert PushDevice.objects.count() == 20
    assert client.get(HABITS).content.decode().count("data-push-device") == 20
    PushDevice.objects.update(session="elsewhere")
    assert "data-push-device" not in client.get(HABITS).content.decode()


def test_export_holds_no_key_of_a_device(cast: SimpleNamespace, device: Device) -> None:
    told = dict(rows(cast.member))["notifications.pushdevice.person"]
    assert set(told[0]) == {"id", "person", "name", "since", "refusals"}


def test_nothing_of_it_is_there_where_it_is_off(cast: SimpleNamespace, client: Client, settings: Any) -> None:
    settings.PUSH = False
    shown = client.get(HABITS).content.decode()
    assert "data-push" not in shown
    assert client.post(ON, Device("https://fcm.googleapis.com/x").told).status_code == 404
