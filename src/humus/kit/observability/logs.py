"""Logs: one JSON object a line, or plain words for a person at the console; every line of a request carries its id."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def _hidden(name: str) -> Iterator[None]:
    """While a module is hidden, who would only use it if it is installed does without."""
    before = sys.modules.get(name)
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[name]
        if before is not None:
            sys.modules[name] = before


# Coloured tracebacks and green threads: where they are installed, structlog would load 4 MB into every process.
with _hidden("rich"), _hidden("greenlet"):
    import structlog

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
]


# One encoder for all lines: making one a line costs more than writing the line.
_encode = json.JSONEncoder(ensure_ascii=False, default=str).encode


def _as_json(line: dict[str, Any], **_options: Any) -> str:
    return _encode(line)


def renderer(style: str) -> list[Any]:
    if style == "json":
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(_as_json)]
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), timestamp_key="time")]


def configure(style: str, level: str) -> dict[str, Any]:
    """Set structlog up and return Django's LOGGING: both write the same lines to standard error."""
    structlog.configure(
        processors=[*SHARED, *renderer(style)],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [*SHARED, structlog.stdlib.add_logger_name],
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderer(style)],
            }
        },
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["lines"], "level": level.upper()},
        "loggers": {
            "django": {"level": "INFO", "propagate": True, "handlers": []},
            # Said once, by our own line about the request.
            "django.request": {"level": "ERROR"},
            "procrastinate": {"level": "WARNING"},
            # It would write down the addresses that people answer to.
            "mail.log": {"level": "WARNING"},
        },
    }
