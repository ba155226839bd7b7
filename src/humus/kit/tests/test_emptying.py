"""Between two tests nothing is left but what the migrations made."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.test import TransactionTestCase

from humus.conftest import make_person, make_space
from humus.kit.tests import emptying
from humus.people.models import Person
from humus.spaces.domain import grant


@pytest.mark.django_db(transaction=True)
def test_rows_that_hold_each_other_are_taken_and_what_migrations_made_stays() -> None:
    made = ContentType.objects.count(), Permission.objects.count()
    secretary = make_person("Sara Secretary", "secretariat")
    grant(actor=secretary, space=make_space("ndcs"), person=make_person("Mona Member"), role="member")
    assert {"people_person", "people_siterole", "spaces_membership"} <= set(emptying.filled())
    emptying.empty()
    assert emptying.filled() == []
    assert not Person.objects.exists()
    assert (ContentType.objects.count(), Permission.objects.count()) == made
    assert made[0] > 0


@pytest.mark.django_db(transaction=True)
def test_tests_that_keep_their_rows_are_followed_by_it() -> None:
    assert TransactionTestCase._fixture_teardown is emptying._in_place_of_flush
    assert emptying.filled() == []
