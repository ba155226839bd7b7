"""Work for the worker: shells over the deeds."""

from __future__ import annotations

from procrastinate.contrib.django import app

from humus.kit.waking import soon
from humus.notifications import delivery, domain
from humus.notifications.notices import fanning, letters


@app.periodic(cron="* * * * *", periodic_id="mail")
@app.task(queueing_lock="mail", name="notifications.deliver_due")
def deliver_due(timestamp: int | None = None) -> None:
    delivery.deliver_due()


@app.periodic(cron="17 3 * * *", periodic_id="forget-mail")
@app.task(queueing_lock="forget-mail", name="notifications.forget_old")
def forget_old(timestamp: int) -> None:
    domain.forget_old()


@app.periodic(cron="* * * * *", periodic_id="tell")
@app.task(queueing_lock="tell", name="notifications.tell")
def tell(timestamp: int | None = None) -> None:
    if fanning.tell_all():
        soon(push)
    letters.write_due()


@app.periodic(cron="* * * * *", periodic_id="push")
@app.task(queueing_lock="push", name="notifications.push")
def push(timestamp: int | None = None) -> None:
    from humus.notifications.push import sending

    sending.send_due()
