"""The screens of spaces: who sees what, and how many questions each asks the database."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from humus.conftest import make_person, make_space
from humus.organisations.models import Colleague
from humus.people.models import Person
from humus.spaces import domain, panels
from humus.spaces.models import FormerSlug, JoinRequest, Membership, Space

SignIn = Callable[[Person], Client]


def test_stranger_sees_the_name_of_a_members_only_space_and_not_of_a_hidden_one(
    cast: SimpleNamespace, client: Client
) -> None:
    make_space("back-room", "committee", visibility="hidden")
    shown = client.get("/spaces/").content.decode()
    assert "Ndcs" in shown
    assert "Back Room" not in shown


def test_secretariat_sees_the_hidden_space(cast: SimpleNamespace, sign_in: SignIn) -> None:
    make_space("back-room", "committee", visibility="hidden")
    assert "Back Room" in sign_in(cast.secretary).get("/spaces/").content.decode()


@pytest.mark.parametrize("path", ["people/", "settings/"])
def test_stranger_gets_404_inside_a_members_only_space(cast: SimpleNamespace, sign_in: SignIn, path: str) -> None:
    assert sign_in(cast.stranger).get(f"/s/ndcs/{path}").status_code == 404
    assert sign_in(cast.leader).get(f"/s/ndcs/{path}").status_code == 200


def test_member_may_see_the_people_and_not_change_the_settings(cast: SimpleNamespace, sign_in: SignIn) -> None:
    member = sign_in(cast.member)
    assert member.get("/s/ndcs/people/").status_code == 200
    assert member.get("/s/ndcs/settings/").status_code == 403
    assert member.post("/s/ndcs/people/", {"email": cast.stranger.email, "role": "member"}).status_code == 403


def test_visitor_sees_only_people_who_agreed_to_be_named(cast: SimpleNamespace, client: Client) -> None:
    named = make_person("Nadia Named", listed_at="2026-01-01T00:00:00Z")
    for person in (named, cast.stranger):
        domain.grant(actor=cast.secretary, space=cast.public, person=person, role="member")
    shown = client.get("/s/climate-soil/people/").content.decode()
    assert "Nadia Named" in shown
    assert "Stig Stranger" not in shown


def test_signed_in_person_sees_everyone_in_a_public_space(cast: SimpleNamespace, sign_in: SignIn) -> None:
    domain.grant(actor=cast.secretary, space=cast.public, person=cast.stranger, role="member")
    assert "Stig Stranger" in sign_in(cast.member).get("/s/climate-soil/people/").content.decode()


def test_newcomer_joins_an_open_community_in_one_click(cast: SimpleNamespace, sign_in: SignIn) -> None:
    answer = sign_in(cast.stranger).post("/s/climate-soil/join/", {"role": "member"})
    assert answer.headers["Location"] == "/s/climate-soil/"
    assert Membership.objects.current().filter(space=cast.public, person=cast.stranger, role="member").exists()


def test_nobody_joins_an_open_community_as_its_editor(cast: SimpleNamespace, sign_in: SignIn) -> None:
    assert sign_in(cast.stranger).post("/s/climate-soil/join/", {"role": "editor"}).status_code == 404
    assert not Membership.objects.filter(person=cast.stranger).exists()


def test_refused_request_is_shown_again_with_what_was_typed(cast: SimpleNamespace, sign_in: SignIn) -> None:
    fields = {"role": "leader", "statement": "Twenty years with farmers"}
    answer = sign_in(cast.stranger).post("/s/ndcs/join/?role=leader", fields)
    assert answer.status_code == 422
    assert JoinRequest.objects.count() == 0


def test_request_is_queued_answered_and_seen_by_the_person(cast: SimpleNamespace, sign_in: SignIn) -> None:
    stranger, leader = sign_in(cast.stranger), sign_in(cast.leader)
    assert stranger.post("/s/ndcs/join/?role=member", {"role": "member", "statement": "I farm"}).status_code == 302
    asked = JoinRequest.objects.get()
    address = f"/s/ndcs/people/requests/{asked.pk}/"
    assert stranger.get(address).status_code == 404
    assert sign_in(cast.member).get(address).status_code == 403
    refused = leader.post(address, {"answer": "decline", "reason": ""})
    assert refused.status_code == 422
    assert leader.post(address, {"answer": "decline", "reason": "We are complete."}).status_code == 302
    assert "We are complete." in stranger.get("/me/requests/").content.decode()


def test_who_answers_sees_the_organisation_that_lets_one_lead(cast: SimpleNamespace, sign_in: SignIn) -> None:
    asked = domain.join(actor=cast.representative, space=cast.force, role="leader", statement="Ten years of work.")
    leader, address = sign_in(cast.leader), f"/s/ndcs/people/requests/{asked.pk}/"
    page = leader.get(address).content.decode()
    place = Colleague.objects.get(person=cast.representative)
    assert f'<a href="{place.organisation.get_absolute_url()}">{place.organisation.name}</a>' in page
    Colleague.objects.filter(pk=place.pk).update(confirmed_at=None)
    assert place.organisation.name not in leader.get(address).content.decode()


def test_accepted_request_lets_the_person_in(cast: SimpleNamespace, sign_in: SignIn) -> None:
    asked = domain.join(actor=cast.stranger, space=cast.force)
    sign_in(cast.leader).post(f"/s/ndcs/people/requests/{asked.pk}/", {"answer": "accept", "reason": ""})
    assert sign_in(cast.stranger).get("/s/ndcs/people/").status_code == 200


def test_only_the_person_withdraws_a_request(cast: SimpleNamespace, sign_in: SignIn) -> None:
    asked = domain.join(actor=cast.stranger, space=cast.force)
    address = f"/me/requests/{asked.pk}/withdraw/"
    assert sign_in(cast.leader).post(address).status_code == 404
    assert sign_in(cast.stranger).post(address).status_code == 302
    asked.refresh_from_db()
    assert asked.state == "withdrawn"


def test_leader_changes_a_role_within_its_conditions(cast: SimpleNamespace, sign_in: SignIn) -> None:
    row = Membership.objects.get(space=cast.force, person=cast.member)
    address = f"/s/ndcs/people/{row.pk}/"
    assert sign_in(cast.leader).post(address, {"role": "leader"}).status_code == 422
    row = Membership.objects.get(space=cast.force, person=cast.representative)
    address = f"/s/ndcs/people/{row.pk}/"
    assert "Please say why you qualify" in sign_in(cast.leader).post(address, {"role": "leader"}).content.decode()
    answer = sign_in(cast.leader).post(address, {"role": "leader", "statement": "She speaks for the region."})
    assert answer.status_code == 302
    assert Membership.objects.current().filter(person=cast.representative, role="leader").exists()


def test_removed_person_is_out_at_once(cast: SimpleNamespace, sign_in: SignIn) -> None:
    member = sign_in(cast.member)
    row = Membership.objects.get(space=cast.force, person=cast.member)
    sign_in(cast.leader).post(f"/s/ndcs/people/{row.pk}/", {"end": "1", "reason": "Moved on"})
    assert member.get("/s/ndcs/people/").status_code == 404


def test_person_leaves_by_themselves(cast: SimpleNamespace, sign_in: SignIn) -> None:
    assert sign_in(cast.member).post("/s/ndcs/leave/", {"role": "member"}).headers["Location"] == "/spaces/"
    assert not Membership.objects.current().filter(person=cast.member).exists()


def test_leader_brings_somebody_in_by_their_address(cast: SimpleNamespace, sign_in: SignIn) -> None:
    leader = sign_in(cast.leader)
    assert leader.post("/s/ndcs/people/", {"email": "no address", "role": "member"}).status_code == 422
    assert leader.post("/s/ndcs/people/", {"email": cast.stranger.email, "role": "member"}).status_code == 302
    assert cast.force in Space.objects.visible_to(cast.stranger)


def settings_of(space: Space, **changed: str) -> dict[str, str]:
    fields = {"name_en": "", "slug": space.slug, "visibility": space.visibility, "joining": space.joining}
    names = {f"name_{code}": text for code, text in space.name.items()}
    return fields | names | changed


def test_new_address_leaves_the_old_one_leading_on(cast: SimpleNamespace, sign_in: SignIn) -> None:
    leader = sign_in(cast.leader)
    answer = leader.post("/s/ndcs/settings/", settings_of(cast.force, slug="climate-plans", name_fr="CDN"))
    assert answer.headers["Location"] == "/s/climate-plans/settings/"
    assert leader.get("/s/ndcs/people/?x=1").headers["Location"] == "/s/climate-plans/people/?x=1"
    assert sign_in(cast.stranger).get("/s/ndcs/people/").status_code == 404
    assert Space.objects.get(slug="climate-plans").name["fr"] == "CDN"


def test_an_address_that_a_space_once_had_stays_taken(cast: SimpleNamespace, sign_in: SignIn) -> None:
    FormerSlug.objects.create(slug="old-name", space=cast.public)
    answer = sign_in(cast.leader).post("/s/ndcs/settings/", settings_of(cast.force, slug="old-name"))
    assert answer.status_code == 422
    assert sign_in(cast.leader).post("/s/ndcs/settings/", settings_of(cast.force, slug="new-name")).status_code == 302


def test_archived_space_takes_nobody_in_until_it_is_opened_again(cast: SimpleNamespace, sign_in: SignIn) -> None:
    leader, stranger = sign_in(cast.leader), sign_in(cast.stranger)
    leader.post("/s/ndcs/settings/archive/")
    assert stranger.post("/s/ndcs/join/?role=member", {"role": "member"}).status_code == 403
    leader.post("/s/ndcs/settings/archive/", {"open": "1"})
    assert stranger.post("/s/ndcs/join/?role=member", {"role": "member"}).status_code == 302


def test_only_the_secretariat_opens_a_space(cast: SimpleNamespace, sign_in: SignIn) -> None:
    fields = {
        "kind": "project", "name_en": "Sahel soils", "slug": "sahel-soils", "visibility": "public", "joining": "open",
    }  # fmt: skip
    assert sign_in(cast.leader).post("/spaces/new/", fields).status_code == 404
    refused = sign_in(cast.secretary).post("/spaces/new/", fields | {"slug": "Sahel soils!"}).content.decode()
    assert "Only letters without accents, digits and hyphens" in refused
    assert sign_in(cast.secretary).post("/spaces/new/", fields).status_code == 302
    assert Space.objects.filter(slug="sahel-soils", kind="project").exists()


def test_second_task_force_of_one_objective_is_refused(cast: SimpleNamespace, sign_in: SignIn) -> None:
    fields = {"kind": "task_force", "name_en": "x", "slug": "x", "visibility": "public", "joining": "open"}
    secretary = sign_in(cast.secretary)
    assert secretary.post("/spaces/new/", fields | {"code": "A1"}).status_code == 422
    assert secretary.post("/spaces/new/", fields | {"code": "A2"}).status_code == 302


@pytest.mark.parametrize("more", [0, 2])
def test_list_asks_the_same_for_one_space_and_for_three(
    cast: SimpleNamespace, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries, more: int
) -> None:
    for number in range(more):
        make_space(f"more-{number}", "community")
    client = sign_in(cast.member)
    with django_assert_num_queries(3):
        client.get("/spaces/")


@pytest.mark.parametrize("more", [0, 2])
def test_people_ask_the_same_for_one_and_for_three(
    cast: SimpleNamespace, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries, more: int
) -> None:
    for number in range(more):
        domain.grant(actor=cast.secretary, space=cast.force, person=make_person(f"P {number}"), role="member")
    client = sign_in(cast.member)
    with django_assert_num_queries(5):
        client.get("/s/ndcs/people/")


@pytest.mark.parametrize("more", [0, 2])
def test_my_requests_ask_the_same_for_one_and_for_three(
    cast: SimpleNamespace, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries, more: int
) -> None:
    domain.join(actor=cast.stranger, space=cast.force)
    for number in range(more):
        domain.join(actor=cast.stranger, space=make_space(f"more-{number}", "college"))
    client = sign_in(cast.stranger)
    with django_assert_num_queries(4):
        client.get("/me/requests/")


def test_front_page_of_an_open_community_lets_a_person_in_with_one_button(
    cast: SimpleNamespace, sign_in: SignIn
) -> None:
    standing = panels.standing(cast.public, cast.stranger)
    assert (standing["can_join"], standing["at_once"]) == (True, True)
    assert panels.standing(cast.force, cast.stranger)["at_once"] is False


def test_front_panel_hides_names_from_visitors_and_counts_everyone(cast: SimpleNamespace) -> None:
    cast.force.visibility = "public"
    cast.force.save()
    shown = panels.front_panel(cast.force, AnonymousUser())
    assert shown["people_count"] == 3
    assert [(group["count"], group["unnamed"], group["rows"]) for group in shown["groups"]] == [(1, 1, [])] * 3


def test_long_lists_of_people_are_cut_into_screens(cast: SimpleNamespace) -> None:
    for number in range(5):
        domain.grant(actor=cast.secretary, space=cast.force, person=make_person(f"P {number}"), role="member")
    groups = {group["name"]: group for group in panels.people_by_role(cast.force, cast.leader, most=4, skip=4)}
    assert [str(row.person) for row in groups["member"]["rows"]] == ["P 3", "P 4"]
    assert (groups["member"]["count"], groups["leader"]["rows"]) == (6, [])


def test_a_choice_that_always_has_a_value_is_not_called_optional(cast: SimpleNamespace, sign_in: SignIn) -> None:
    screen = sign_in(cast.leader).get("/s/ndcs/settings/").content.decode()
    radios = re.findall(r"<legend[^>]*>((?:(?!</legend>).)*)</legend>(?:(?!</fieldset>).)*type=\"radio\"", screen, re.S)
    assert len(radios) == 5
    assert not any("optional" in legend for legend in radios)
    assert "(optional)" in screen
