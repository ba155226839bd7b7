"""Work for the worker: a shell over the deed."""

from __future__ import annotations

from procrastinate.contrib.django import app

from humus.notifications import delivery


@app.periodic(cron="* * * * *", periodic_id="mail")
@app.task(queueing_lock="mail", name="notifications.deliver_due")
def deliver_due(timestamp: int | None = None) -> None:
    delivery.deliver_due()
