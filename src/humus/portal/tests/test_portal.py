"""Home, the secretariat's room, and the demonstration's roles."""

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from humus.activity.models import Activity
from humus.discussions import domain as comments
from humus.events.tests.planted import make_event
from humus.kit.richtext import empty, from_markdown
from humus.organisations.models import StatedFigure
from humus.pages.domain.planting import plant
from humus.people.models import Person
from humus.portal import demo_roles, log_words, site
from humus.portal.forms import SiteForm
from humus.portal.models import SiteSetting
from humus.spaces import domain as spaces
from humus.spaces.models import Space

SignIn = Callable[[Person], Client]


@pytest.fixture
def portal(cast: SimpleNamespace) -> SimpleNamespace:
    space = Space.objects.create(slug="portal", kind="portal", name={"en": "Portal"}, joining="invitation")
    words = ":::excerpt name=welcome\nCome in.\n\n:::counter of=partners\n:::\n"
    plant(space=space, slug="front", texts={"en": ("Welcome", from_markdown(words))})
    plant(space=cast.public, slug="front", texts={"en": ("Front", empty())})
    cast.portal = space
    return cast


def test_home_of_an_empty_platform_still_welcomes(db: None, client: Client) -> None:
    shown = client.get("/").content.decode()
    assert "Create content" in shown
    assert "No event is announced at the moment." in shown


def test_home_shows_what_the_secretariat_wrote_and_what_is_counted(portal: SimpleNamespace, client: Client) -> None:
    StatedFigure.objects.create(
        what="partners", value=733, qualifier={"en": "733 partners by 2024"}, stated_on="2024", source="A speech"
    )
    shown = client.get("/").content.decode()
    assert "Come in." in shown
    assert "The Initiative states: 733 partners by 2024. Of them, 1 are registered here" in shown
    assert "Source: <bdi>A speech</bdi>" in shown
    arabic = client.get("/?language=ar").content.decode()
    assert "733 شريكًا (2024)" in arabic
    assert "partners by 2024" not in arabic


def test_what_is_said_once_stands_above_the_opening_of_the_home_page(portal: SimpleNamespace, sign_in: SignIn) -> None:
    leaving = sign_in(portal.member)
    leaving.post("/account/logout/")
    shown = leaving.get("/").content.decode()
    assert shown.index("You have signed out.") < shown.index("<h1")


def test_home_shows_video_website_and_address_only_where_they_are_known(
    portal: SimpleNamespace, sign_in: SignIn
) -> None:
    bare = Client().get("/").content.decode()
    assert "home-video" not in bare
    assert "Official website" not in bare
    fields = {
        "official_website": "https://example.org/",
        "video": "https://example.org/video",
        "address": "1 Soil Street\nMontpellier",
    }
    assert sign_in(portal.secretary).post("/secretariat/settings/", fields).status_code == 302
    shown = Client().get("/").content.decode()
    assert 'href="https://example.org/video"' in shown
    assert "Official website" in shown
    assert "<bdi>1 Soil Street</bdi><br>" in shown


def test_home_leads_with_the_next_event(portal: SimpleNamespace, client: Client) -> None:
    make_event(portal.public, "far-away", in_days=20)
    make_event(portal.public, "very-soon", in_days=1, hours=(9, 10))
    shown = client.get("/").content.decode()
    assert shown.index("Very soon") < shown.index("Far away")


@pytest.mark.parametrize("more", [0, 2])
def test_home_asks_the_same_for_one_event_and_for_three(
    portal: SimpleNamespace, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries, more: int
) -> None:
    for number in range(more + 1):
        make_event(portal.public, f"coming-{number}", hours=(9, 10))
    client = sign_in(portal.member)
    with django_assert_num_queries(12):
        client.get("/")


def test_about_leads_to_the_page_wherever_it_was_moved(portal: SimpleNamespace) -> None:
    page = plant(space=portal.portal, slug="legal-words", texts={"en": ("Privacy", empty())})
    assert Client().get("/about/privacy/").status_code == 404
    SiteSetting.objects.create(name="page-privacy", value=page.key)
    assert Client().get("/about/privacy/").headers["Location"] == "/s/portal/legal-words/"


def test_notices_of_the_site_invite_nobody_to_talk(portal: SimpleNamespace, sign_in: SignIn) -> None:
    notice = plant(space=portal.portal, slug="legal-words", texts={"en": ("Privacy", empty())})
    other = plant(space=portal.portal, slug="other-words", texts={"en": ("Other", empty())})
    SiteSetting.objects.create(name="page-privacy", value=notice.key)
    site.forget()
    for client in (Client(), sign_in(portal.member)):
        assert 'id="conversation"' in client.get(other.get_absolute_url()).content.decode()
        assert 'id="conversation"' not in client.get(notice.get_absolute_url()).content.decode()
    comments.add(actor=portal.member, page=notice, text="Which server is meant?")
    assert "Which server is meant?" in sign_in(portal.member).get(notice.get_absolute_url()).content.decode()


def test_sources_of_figures_are_named_in_the_language_of_the_reader(portal: SimpleNamespace, client: Client) -> None:
    StatedFigure.objects.create(what="partners", value=9, stated_on="2024", source="4 per 1000 Initiative")
    StatedFigure.objects.create(what="members", value=9, stated_on="2024", source="A letter")
    shown = client.get("/figures/", HTTP_ACCEPT_LANGUAGE="fr").content.decode()
    assert "Initiative «\u00a04 pour 1000\u00a0»" in shown
    assert "A letter" in shown


ROOM = ["", "pages/", "requests/", "spaces/", "settings/", "banner/", "log/"]


@pytest.mark.parametrize("path", ROOM)
def test_only_the_secretariat_finds_its_room(portal: SimpleNamespace, sign_in: SignIn, path: str) -> None:
    assert sign_in(portal.leader).get(f"/secretariat/{path}").status_code == 404
    assert sign_in(portal.secretary).get(f"/secretariat/{path}").status_code == 200


def test_room_counts_what_waits(portal: SimpleNamespace, sign_in: SignIn) -> None:
    secretary = sign_in(portal.secretary)
    assert "Nothing waits for an answer." in secretary.get("/secretariat/").content.decode()
    spaces.join(actor=portal.stranger, space=portal.force)
    assert "Stig Stranger" in secretary.get("/secretariat/requests/").content.decode()
    assert "Nothing waits for an answer." not in secretary.get("/secretariat/").content.decode()
    [way] = re.findall(r'href="(/s/[^"]+\?queue)"', secretary.get("/secretariat/requests/").content.decode())
    assert secretary.post(way, {"answer": "accept"}).url == "/secretariat/requests/"


def test_banner_stands_above_every_page_until_it_is_lifted(portal: SimpleNamespace, sign_in: SignIn) -> None:
    secretary = sign_in(portal.secretary)
    secretary.post("/secretariat/banner/", {"text_en": "Back at noon", "text_fr": "De retour à midi"})
    assert "Back at noon" in Client().get("/spaces/").content.decode()
    assert "De retour à midi" in Client().get("/spaces/", HTTP_ACCEPT_LANGUAGE="fr").content.decode()
    secretary.post("/secretariat/banner/", {"text_en": "Back at noon", "lift": "1"})
    assert "Back at noon" not in Client().get("/spaces/").content.decode()
    assert [row.set_by for row in SiteSetting.objects.filter(name="banner")] == [portal.secretary] * 2


def test_saving_settings_unchanged_writes_no_history(portal: SimpleNamespace, sign_in: SignIn) -> None:
    secretary = sign_in(portal.secretary)
    fields = {"contact": "office@example.org"}
    for _time in range(2):
        secretary.post("/secretariat/settings/", fields)
    assert SiteSetting.objects.filter(name="contact").count() == 1
    assert Activity.objects.filter(verb="site.settings_changed").count() == 1


def test_earlier_settings_are_named_as_their_fields_are(portal: SimpleNamespace, sign_in: SignIn) -> None:
    secretary = sign_in(portal.secretary)
    secretary.post("/secretariat/settings/", {"contact": "office@example.org"})
    shown = secretary.get("/secretariat/settings/", HTTP_ACCEPT_LANGUAGE="fr").context["history"]
    assert [str(row.label) for row in shown] == [str(SiteForm.base_fields["contact"].label)]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x"])
def test_address_that_is_no_web_address_is_refused(portal: SimpleNamespace, sign_in: SignIn, address: str) -> None:
    answer = sign_in(portal.secretary).post("/secretariat/settings/", {"official_website": address})
    assert answer.status_code == 422
    assert not SiteSetting.objects.filter(name="official-website").exists()


def test_log_is_filtered_by_deed_person_and_space(portal: SimpleNamespace, sign_in: SignIn) -> None:
    spaces.join(actor=portal.stranger, space=portal.force)
    secretary = sign_in(portal.secretary)

    def rows(**wanted: str) -> int:
        return secretary.get("/secretariat/log/", wanted).context["log"].paginator.count

    assert rows(verb="space.join_asked") == 1
    assert rows(who="Stig") == 1
    assert rows(space="climate-soil") == 0
    assert rows(since="2999-01-01") == 0
    assert rows() == Activity.objects.count()


@pytest.mark.parametrize("more", [0, 2])
def test_log_asks_the_same_for_one_row_and_for_three(
    portal: SimpleNamespace, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries, more: int
) -> None:
    for _number in range(more):
        Activity.objects.create(verb="space.left", actor=portal.member, space=portal.force, person=portal.leader)
    client = sign_in(portal.secretary)
    with django_assert_num_queries(5):
        client.get("/secretariat/log/")


@pytest.fixture
def demo(portal: SimpleNamespace, settings: Settings) -> Any:
    settings.DEMO = True
    Person.objects.filter(pk=portal.leader.pk).update(demonstration=True)
    SiteSetting.objects.create(name="demo-leader", value=portal.leader.key)
    SiteSetting.objects.create(name="demo-member", value=portal.member.key)
    site.forget()
    return portal


def test_one_click_becomes_a_person_of_the_cast_and_a_visitor_again(demo: SimpleNamespace, client: Client) -> None:
    answer = client.post("/demo/become/leader/", {"next": "/spaces/"})
    assert answer.headers["Location"] == "/spaces/"
    assert client.get("/s/ndcs/people/").status_code == 200
    assert UserSession.objects.filter(user=demo.leader).count() == 1
    client.post("/demo/become/visitor/")
    assert client.get("/s/ndcs/people/").status_code == 404


def test_first_page_of_the_demonstration_offers_the_whole_cast(demo: SimpleNamespace, client: Client) -> None:
    def mine() -> list[str]:
        page = client.get("/").content.decode()
        offered = re.findall(r'become/(\w+)/">(?:<input[^>]*>)*<button class="demo-cast__one"( aria-current)?', page)
        assert [role for role, _current in offered] == list(demo_roles.labels()) == list(demo_roles.deeds())
        return [role for role, current in offered if current]

    assert mine() == ["visitor"]
    client.post("/demo/become/leader/")
    assert mine() == ["leader"]


def test_first_page_of_a_real_site_offers_nobody(portal: SimpleNamespace, client: Client) -> None:
    assert "demo/become" not in client.get("/").content.decode()


def test_nobody_becomes_a_person_who_was_not_invented(demo: SimpleNamespace, client: Client) -> None:
    assert client.post("/demo/become/member/").status_code == 404


def test_nobody_becomes_anyone_from_another_machine(demo: SimpleNamespace) -> None:
    assert Client(REMOTE_ADDR="203.0.113.9").post("/demo/become/leader/").status_code == 404
    assert Client(REMOTE_ADDR="127.0.0.1").post("/demo/become/leader/").status_code == 302


def test_nobody_becomes_anyone_where_it_is_no_demonstration(
    demo: SimpleNamespace, settings: Settings, client: Client
) -> None:
    settings.DEMO = False
    assert client.post("/demo/become/leader/").status_code == 404
    assert "Change role" not in client.get("/").content.decode()


@pytest.mark.parametrize("next_", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"])
def test_becoming_leads_only_to_pages_of_this_site(demo: SimpleNamespace, client: Client, next_: str) -> None:
    assert client.post("/demo/become/leader/", {"next": next_}).headers["Location"] == "/"


def test_site_pages_lead_to_the_editor_in_each_language(portal: SimpleNamespace, sign_in: SignIn) -> None:
    texts = {"en": ("Privacy", empty()), "fr": ("Vie privée", empty())}
    page = plant(space=portal.portal, slug="privacy", texts=texts)
    shown = sign_in(portal.secretary).get("/secretariat/pages/").content.decode()
    assert f"/p/{page.key}/edit/?language=fr" in shown
    assert "This page does not exist." in shown


def test_log_names_a_page_by_its_title(portal: SimpleNamespace, sign_in: SignIn) -> None:
    page = plant(space=portal.portal, slug="privacy-9", texts={"en": ("Privacy", empty())})
    Activity.objects.create(verb="page.published", actor=portal.leader, page=page, space=portal.portal)
    shown = sign_in(portal.secretary).get("/secretariat/log/").content.decode()
    assert f'<a href="{page.short_url}" dir="auto">Privacy</a>' in shown


def test_log_tells_what_happened_in_words(portal: SimpleNamespace, sign_in: SignIn) -> None:
    data = {"role": "member", "accepted": False, "reason": "We are complete.", "request": 7}
    Activity.objects.create(verb="space.join_answered", actor=portal.leader, person=portal.stranger, data=data)
    shown = sign_in(portal.secretary).get("/secretariat/log/").content.decode()
    assert "We are complete." in shown
    assert "{&#x27;" not in shown


def test_log_says_roles_regions_and_fields_in_the_readers_words(portal: SimpleNamespace, sign_in: SignIn) -> None:
    facts = {"actor": portal.secretary, "person": portal.stranger, "space": portal.force}
    Activity.objects.create(verb="space.joined", data={"role": "representative", "region": "africa"}, **facts)
    Activity.objects.create(verb="person.profile_changed", actor=portal.stranger, data={"fields": ["time_zone"]})
    Activity.objects.create(verb="page.restricted", actor=portal.leader, data={"mode": "view", "people": 2})
    client = sign_in(portal.secretary)
    client.cookies["language"] = "fr"
    shown = client.get("/secretariat/log/").content.decode()
    for said in ("a fait entrer quelqu’un dans un espace · <bdi>Stig Stranger</bdi>", "Représentant régional",
                 "Afrique", "fuseau horaire", "Seules ces personnes peuvent la voir"):  # fmt: skip
        assert said in shown, said
    for raw in ("representative", "time_zone", ">view<", " view<"):
        assert raw not in shown, raw


def test_every_deed_has_words_in_the_log() -> None:
    """Each verb that the source says stands in the list, so that the audit log is read by people."""
    source = Path(__file__).parents[2]
    said = re.compile(r'happened\(\s*(?:"([a-z_.]+)"(?: if [^"]+ else "([a-z_.]+)")?)')
    texts = (path.read_text() for path in source.rglob("*.py") if "tests" not in path.parts)
    verbs = {verb for text in texts for pair in said.findall(text) for verb in pair if verb}
    assert verbs - set(log_words.VERBS) == set()


def test_room_of_the_administrator_leads_to_the_mail(portal: SimpleNamespace, sign_in: SignIn) -> None:
    assert "/secretariat/mail-server/" in sign_in(portal.administrator).get("/secretariat/").content.decode()
    assert "/secretariat/mail-server/" not in sign_in(portal.secretary).get("/secretariat/").content.decode()
