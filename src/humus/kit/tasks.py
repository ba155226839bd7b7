"""Housekeeping for the worker. Every job must bear being run twice: one that was cut off is started again."""

from __future__ import annotations

from django.core.management import call_command
from procrastinate.contrib.django import app


@app.periodic(cron="*/2 * * * *", periodic_id="stalled")
@app.task(queueing_lock="stalled", name="kit.retry_stalled")
async def retry_stalled(timestamp: int) -> None:
    """Give back the jobs of a worker that was killed in the midst of them."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)


@app.periodic(cron="41 3 * * *", periodic_id="clear-sessions")
@app.task(queueing_lock="clear-sessions", name="kit.clear_sessions")
def clear_sessions(timestamp: int) -> None:
    call_command("clearsessions")
