"""Work for the worker: shells over the deeds."""

from __future__ import annotations

from procrastinate.contrib.django import app

from humus.events.registrations import reminding


@app.periodic(cron="* * * * *", periodic_id="remind")
@app.task(queueing_lock="remind", name="events.remind")
def remind(timestamp: int | None = None) -> None:
    reminding.run()


@app.periodic(cron="23 3 * * *", periodic_id="forget-guests")
@app.task(queueing_lock="forget-guests", name="events.forget")
def forget(timestamp: int) -> None:
    reminding.forget()
