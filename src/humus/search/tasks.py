"""Jobs of the worker: shells over deeds."""

from __future__ import annotations

from procrastinate.contrib.django import app

from humus.search.learning import learn_words
from humus.search.reading import read_files
from humus.search.rebuilding import go_on
from humus.search.seeking import forget_old
from humus.search.watching import look_all


@app.periodic(cron="*/3 * * * *", periodic_id="learn-words")
@app.task(queueing_lock="learn-words", name="search.learn_words")
def words(timestamp: int = 0) -> None:
    learn_words()


@app.periodic(cron="* * * * *", periodic_id="read-files")
@app.task(queueing_lock="read-files", name="search.read_files")
def files(timestamp: int = 0) -> None:
    read_files()


@app.periodic(cron="29 3 * * *", periodic_id="forget-sought")
@app.task(queueing_lock="forget-sought", name="search.forget_sought")
def sought(timestamp: int = 0) -> None:
    forget_old()


@app.periodic(cron="* * * * *", periodic_id="look-for-seekers")
@app.task(queueing_lock="look-for-seekers", name="search.look_for_seekers")
def seekers(timestamp: int = 0) -> None:
    look_all()


@app.periodic(cron="* * * * *", periodic_id="rebuild-index")
@app.task(queueing_lock="rebuild-index", lock="rebuild-index", name="search.rebuild_index")
def index(timestamp: int = 0) -> None:
    go_on()
