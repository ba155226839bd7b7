"""Goes through the people who want to hear of a happening, in batches that are each committed by themselves."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from humus.activity.telling import TOLD, Told
from humus.kit.access import may
from humus.notifications.models import Notice, Telling
from humus.notifications.notices.dues import plans_of
from humus.notifications.push import planning
from humus.pages.models import Page, Restriction
from humus.people.models import Person, SiteRole
from humus.spaces.models import Membership

BATCH = 2000
LATELY = timedelta(minutes=10)
REASONS = ("named", "answered", "page", "tree", "space", "label", "person", "search")

# The first of the reasons for which somebody is told; each part is read from the person reached last.
WANTING = """
SELECT person_id, min(reason), person_id = %(actor)s OR EXISTS (
  SELECT 1 FROM people_block b WHERE b.person_id = wanting.person_id AND b.blocked_id = %(actor)s
) FROM (
  (SELECT id AS person_id, 0 AS reason FROM people_person WHERE key = ANY(%(named)s) AND id > %(reached)s)
  UNION ALL
  (SELECT id, 1 FROM people_person WHERE key = %(answered)s AND id > %(reached)s)
  UNION ALL
  (SELECT person_id, 2 FROM pages_watch WHERE page_id = %(page)s AND person_id > %(reached)s
   ORDER BY person_id LIMIT %(batch)s)
  UNION ALL
  (SELECT f.person_id, 3 FROM notifications_follow f JOIN pages_page p ON p.id = f.page_id
   WHERE p.path = ANY(%(paths)s) AND f.person_id > %(reached)s ORDER BY f.person_id LIMIT %(batch)s)
  UNION ALL
  (SELECT person_id, 4 FROM notifications_follow WHERE space_id = %(space)s AND person_id > %(reached)s
   ORDER BY person_id LIMIT %(batch)s)
  UNION ALL
  (SELECT DISTINCT person_id, 0 FROM spaces_membership WHERE role = ANY(%(groups)s) AND space_id = %(space)s
   AND ended_at IS NULL AND person_id > %(reached)s ORDER BY person_id LIMIT %(batch)s)
  UNION ALL
  (SELECT DISTINCT person_id, 4 FROM spaces_membership WHERE %(everyone)s AND space_id = %(space)s
   AND ended_at IS NULL AND person_id > %(reached)s ORDER BY person_id LIMIT %(batch)s)
  UNION ALL
  (SELECT f.person_id, 5 FROM notifications_follow f JOIN pages_label l ON l.name = f.label
   WHERE f.label <> '' AND l.page_id = %(page)s AND f.person_id > %(reached)s ORDER BY f.person_id LIMIT %(batch)s)
  UNION ALL
  (SELECT f.person_id, 6 FROM notifications_follow f JOIN people_person whom ON whom.id = f.whom_id
   WHERE whom.id = %(actor)s AND whom.listed_at IS NOT NULL AND f.person_id > %(reached)s AND NOT EXISTS (
     SELECT 1 FROM people_block b WHERE b.person_id = whom.id AND b.blocked_id = f.person_id)
   ORDER BY f.person_id LIMIT %(batch)s)
  UNION ALL
  (SELECT id, 7 FROM people_person WHERE key = ANY(%(seekers)s) AND id > %(reached)s ORDER BY id LIMIT %(batch)s)
) wanting GROUP BY person_id ORDER BY person_id LIMIT %(batch)s
"""


def tell_all() -> int:
    """Tell everything that waits; how many notices were written."""
    told = 0
    while (batch := tell_some()) is not None:
        told += batch
    return told


@transaction.atomic
def tell_some() -> int | None:
    """One batch of the oldest telling that waits; None where nothing does. A worker that dies loses one batch."""
    telling = (
        Telling.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(done_at=None)
        .select_related("page__space")
        .order_by("pk")
        .first()
    )
    if telling is None:
        return None
    wanting = _wanting(telling)
    told = TOLD.get(telling.verb)
    meant = _meant(told)
    concerned = [person for person, reason, silent in wanting if not silent and reason in meant]
    own = bool(told and told.own)
    readers = active_among(concerned) if own else readers_among(telling.page, concerned)
    if told and told.rule:
        readers = allowed_among(telling.page, readers, told.rule)
    if told and told.only_seeking:
        readers = not_told_lately(telling, readers)
    plans = plans_of(readers, telling.page.space_id, timezone.now())
    notices = [
        Notice(person_id=person, telling=telling, reason=reason, mail_at=None if own else plans[person].due(reason))
        for person, reason, _silent in wanting
        if person in plans
    ]
    written = Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=1000)
    planning.write(telling, notices, plans)
    telling.reached = wanting[-1][0] if wanting else telling.reached
    telling.done_at = timezone.now() if len(wanting) < BATCH else None
    telling.save(update_fields=["reached", "done_at"])
    return len(written)


def _meant(told: Told | None) -> tuple[str, ...]:
    """The reasons for which people are told of it."""
    if told and told.only_seeking:
        return (REASONS[7],)
    return REASONS[:2] if told and told.only_named else REASONS


def not_told_lately(telling: Telling, ids: list[int]) -> list[int]:
    """Who watches the page as well, or another search that it fits, hears of one version once."""
    lately = {"telling__at__gt": telling.at - LATELY, "telling__verb__in": ("page.published", telling.verb)}
    told = set(
        Notice.objects.filter(person__in=ids, telling__page=telling.page_id, **lately).values_list(
            "person_id", flat=True
        )
    )
    return [one for one in ids if one not in told]


def _wanting(telling: Telling) -> list[tuple[int, str, bool]]:
    """Whom it reaches and why; with a mark on the actor and on those who have blocked them."""
    page = telling.page
    values = {
        "named": list(telling.data.get("named", [])),
        "answered": telling.data.get("answered", ""),
        "page": page.pk,
        "paths": [*page.get_ancestors_paths(), page.path],
        "space": page.space_id,
        "groups": list(telling.data.get("groups", [])),
        "seekers": list(telling.data.get("seekers", [])),
        "everyone": bool(telling.data.get("everyone")),
        "actor": telling.actor_id or 0,
        "reached": telling.reached,
        "batch": BATCH,
    }
    with connection.cursor() as cursor:
        cursor.execute(WANTING, values)
        return [(person, REASONS[reason], silent) for person, reason, silent in cursor.fetchall()]


def allowed_among(page: Page, ids: list[int], rule: str) -> list[int]:
    """Those whom a rule over the page lets, which are few: only people with a role are asked."""
    inside = Membership.objects.current().filter(space=page.space_id, person__in=ids).values("person_id")
    above = SiteRole.objects.filter(revoked_at=None, person__in=ids).values("person_id")
    likely = Person.objects.filter(Q(pk__in=inside) | Q(pk__in=above) | Q(pk=page.author_id), pk__in=ids)
    return [one.pk for one in likely.with_roles() if may(rule, one, page)]


def active_among(ids: list[int]) -> list[int]:
    return list(Person.objects.active().filter(pk__in=ids).values_list("pk", flat=True))


def readers_among(page: Page, ids: list[int]) -> list[int]:
    """Those of these people who may see the page: everyone where it is open, else asked one by one among the likely."""
    if page.status not in ("published", "archived"):
        return []
    people = Person.objects.active().filter(pk__in=ids)
    if page.space.visibility == "public" and not page.view_guards:
        return list(people.values_list("pk", flat=True))
    inside = (
        Membership.objects.current().filter(space=page.space_id, person__in=ids).values_list("person_id", flat=True)
    )
    above = SiteRole.objects.filter(revoked_at=None, person__in=ids).values_list("person_id", flat=True)
    let_in = Restriction.objects.filter(page_id__in=page.view_guards, person__in=ids).values_list(
        "person_id", flat=True
    )
    likely = people.filter(pk__in={*inside, *above, *let_in})
    return [one.pk for one in likely.with_roles() if Page.objects.visible_to(one).filter(pk=page.pk).exists()]
