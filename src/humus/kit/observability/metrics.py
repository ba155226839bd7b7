"""Numbers for Prometheus. Web processes share them through files in PROMETHEUS_MULTIPROC_DIR."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import lru_cache

from django.db import DatabaseError
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SECONDS = Histogram(
    "humus_request_seconds",
    "Time from a request to its answer",
    ("method", "route"),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
ANSWERS = Counter("humus_answers", "Answers by status", ("method", "route", "status"))


@lru_cache(maxsize=4096)
def series(method: str, route: str, status: int) -> tuple[Histogram, Counter]:
    """The two numbers of one kind of answer; looking them up anew costs more than counting."""
    return SECONDS.labels(method, route), ANSWERS.labels(method, route, status)


# Filled by the apps: a function that counts something at the moment of asking.
GAUGES: dict[str, tuple[str, Callable[[], float]]] = {}


def gauge(name: str, words: str) -> Callable[[Callable[[], float]], Callable[[], float]]:
    """Register a number, e.g. ``@gauge("humus_mails_waiting", "Mails not sent yet")``."""

    def register(count: Callable[[], float]) -> Callable[[], float]:
        GAUGES[name] = (words, count)
        return count

    return register


class Asked(Collector):
    """The registered gauges; without a database they are left out, not guessed."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for name, (words, count) in GAUGES.items():
            try:
                yield GaugeMetricFamily(name, words, value=count())
            except DatabaseError:
                continue


def text() -> bytes:
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        shared = b""
    else:
        shared = generate_latest(REGISTRY)
    registry.register(Asked())
    return shared + generate_latest(registry)
