"""Work for the worker: shells over the deeds."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from humus.exchange import carrying
from humus.exchange.models import KEPT_FOR, Parcel
from humus.exchange.personal import drop


@app.task(name="exchange.carry")
def carry(key: str) -> None:
    carrying.carry(key)


@app.periodic(cron="52 2 * * *", periodic_id="forget-parcels")
@app.task(queueing_lock="forget-parcels", name="exchange.forget")
def forget(timestamp: int | None = None) -> None:
    drop(Parcel.objects.filter(created_at__lt=timezone.now() - KEPT_FOR))
