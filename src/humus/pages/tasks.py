"""What the worker does for pages; each job bears being run twice."""

from __future__ import annotations

from procrastinate.contrib.django import app

from humus.pages.domain import scheduling, upkeep


@app.periodic(cron="* * * * *", periodic_id="publish-due")
@app.task(queueing_lock="publish-due", name="pages.publish_due")
def publish_due(timestamp: int | None = None) -> None:
    scheduling.publish_due()


@app.periodic(cron="14 * * * *", periodic_id="remind-upkeep")
@app.task(queueing_lock="remind-upkeep", name="pages.remind_upkeep")
def remind_upkeep(timestamp: int | None = None) -> None:
    upkeep.remind()
