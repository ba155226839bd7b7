"""Work for the worker: shells over the deeds."""

from __future__ import annotations

from procrastinate.contrib.django import app

from humus.incoming import handling


@app.periodic(cron="* * * * *", periodic_id="incoming")
@app.task(queueing_lock="incoming", name="incoming.handle_due")
def handle_due(timestamp: int | None = None) -> None:
    handling.handle_due()


@app.periodic(cron="23 3 * * *", periodic_id="forget-incoming")
@app.task(queueing_lock="forget-incoming", name="incoming.forget_old")
def forget_old(timestamp: int) -> None:
    handling.forget_old()
