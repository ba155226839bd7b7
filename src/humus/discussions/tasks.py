"""Work for the worker: shells over the deeds."""

from __future__ import annotations

from procrastinate.contrib.django import app

from humus.discussions.topics import voting


@app.periodic(cron="*/5 * * * *", periodic_id="seal-polls")
@app.task(queueing_lock="seal-polls", name="discussions.seal_polls")
def seal_polls(timestamp: int) -> None:
    voting.seal()
