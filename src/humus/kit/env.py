"""Typed readers of settings from the environment: a wrong value stops the start with its name and what is allowed."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from humus.kit import durable


class SettingError(SystemExit):
    """A setting that cannot be used; the message names it."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"setting {name}: {why}")


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None:
        raise SettingError(name, "is required and not set")
    return value.strip()


def flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise SettingError(name, f"'{value}' is not one of 1, 0, true, false, yes, no, on, off")


def number(name: str, default: int, *, low: int | None = None, high: int | None = None) -> int:
    raw = os.environ.get(name, "").strip()
    if not raw:
        return default
    try:
        value = int(raw)
    except ValueError:
        raise SettingError(name, f"'{raw}' is not a whole number") from None
    if (low is not None and value < low) or (high is not None and value > high):
        raise SettingError(name, f"{value} is outside {low} to {high}")
    return value


def choice(name: str, default: str, allowed: set[str]) -> str:
    value = text(name, default).lower()
    if value not in allowed:
        raise SettingError(name, f"'{value}' is not one of {', '.join(sorted(allowed))}")
    return value


def listed(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def service(name: str) -> str:
    """``host:port`` or the path of a local socket; empty where it is not set."""
    value = text(name, "")
    host, _colon, port = value.rpartition(":")
    if value and not value.startswith("/") and not (host and port.isdecimal() and 0 < int(port) < 65_536):
        raise SettingError(name, f"'{value}' is neither host:port nor the path of a socket")
    return value


def folder(name: str, default: Path) -> Path:
    return Path(os.environ.get(name, "").strip() or default).expanduser().resolve()


def secret(name: str, file: Path) -> str:
    """From the environment, else from a file that only the running account reads, made at the first start."""
    given = text(name, "")
    if given:
        return given
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            durable.create(file, secrets.token_urlsafe(64))
        found = file.read_text().strip()
    except OSError as error:
        raise SettingError(name, f"is not set, and {file} cannot be used: {error.strerror}") from None
    if not found:
        raise SettingError(name, f"is not set, and {file} is empty. Put it back from a backup.")
    return found


def database(name: str, default: str) -> dict[str, object]:
    """A Django database entry from a postgresql:// address; a host may be a socket folder, percent-encoded."""
    address = text(name, default)
    parts = urlsplit(address)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise SettingError(name, "must begin with postgresql://")
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    host = unquote(query.get("host", "")) or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "humus",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
    }


# Providers of mail, and whether their posts are signed.
MAIL_PROVIDERS = {
    "mailersend": True,
    "mailgun": True,
    "mailjet": False,
    "postal": True,
    "postmark": False,
    "sendgrid": False,
    "sparkpost": False,
}
SECRET_LENGTH = 16


def check_mail_hooks(provider: str, secret: str, key: str) -> None:
    """Nobody's posts are believed without proof: a signature where the provider signs, a long password where not."""
    if not provider:
        return
    if MAIL_PROVIDERS[provider] and not key:
        raise SettingError("HUMUS_MAIL_HOOKS_KEY", f"is required: the key that {provider} signs with")
    user, _colon, password = secret.partition(":")
    if (secret or not MAIL_PROVIDERS[provider]) and (not user or len(password) < SECRET_LENGTH):
        words = f"is not user:password with a password of at least {SECRET_LENGTH} characters"
        raise SettingError("HUMUS_MAIL_HOOKS_SECRET", words)
