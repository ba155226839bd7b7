"""Housekeeping: what a killed worker left in the midst is done after all."""

from __future__ import annotations

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from humus.kit.tasks import retry_stalled
from humus.notifications.tasks import deliver_due

WORKER = "insert into procrastinate_workers (last_heartbeat) values (now() - %s::interval) returning id"
TAKE = "update procrastinate_jobs set status = 'doing', worker_id = %s where id = %s"


def taken_by_a_worker_last_seen(ago: str) -> int:
    job = deliver_due.configure(queueing_lock=None).defer()
    with connection.cursor() as cursor:
        cursor.execute(WORKER, [ago])
        cursor.execute(TAKE, [cursor.fetchone()[0], job])
    return int(job)


@pytest.mark.django_db(transaction=True)
def test_job_of_a_dead_worker_is_given_back_and_that_of_a_living_one_is_not() -> None:
    with connection.cursor() as cursor:
        # The tables of the job library are not emptied between tests.
        cursor.execute("truncate procrastinate_jobs, procrastinate_workers cascade")
    dead, living = taken_by_a_worker_last_seen("10 minutes"), taken_by_a_worker_last_seen("1 second")
    async_to_sync(retry_stalled.func)(timestamp=0)
    states = dict(ProcrastinateJob.objects.values_list("pk", "status"))
    assert (states[dead], states[living]) == ("todo", "doing")
