"""Settings stop the start when they are wrong, and say which and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from humus.kit import env


@pytest.mark.parametrize(("word", "value"), [("1", True), ("Yes", True), ("off", False), ("", False)])
def test_flag(monkeypatch: pytest.MonkeyPatch, word: str, value: bool) -> None:
    monkeypatch.setenv("HUMUS_X", word)
    assert env.flag("HUMUS_X") is value


@pytest.mark.parametrize(
    ("reader", "word", "why"),
    [
        (lambda: env.flag("HUMUS_X"), "maybe", "'maybe' is not one of"),
        (lambda: env.number("HUMUS_X", 1), "many", "'many' is not a whole number"),
        (lambda: env.number("HUMUS_X", 1, low=1, high=9), "10", "10 is outside 1 to 9"),
        (lambda: env.choice("HUMUS_X", "a", {"a", "b"}), "c", "'c' is not one of a, b"),
        (lambda: env.database("HUMUS_X", ""), "mysql://x", "must begin with postgresql://"),
        (lambda: env.service("HUMUS_X"), "clamd", "'clamd' is neither host:port nor the path of a socket"),
        (lambda: env.service("HUMUS_X"), "clamd:0", "'clamd:0' is neither"),
    ],
)
def test_wrong_value_names_the_setting(monkeypatch: pytest.MonkeyPatch, reader: object, word: str, why: str) -> None:
    monkeypatch.setenv("HUMUS_X", word)
    with pytest.raises(env.SettingError, match=f"^setting HUMUS_X: {why}"):
        reader()  # type: ignore[operator]


def test_required_text_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUMUS_X", raising=False)
    with pytest.raises(env.SettingError, match="is required"):
        env.text("HUMUS_X")


def test_database_address_is_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUMUS_X", "postgresql://me:p%40ss@/site?host=/var/run/a%20b")
    found = env.database("HUMUS_X", "")
    assert (found["USER"], found["PASSWORD"], found["NAME"], found["HOST"]) == ("me", "p@ss", "site", "/var/run/a b")


def test_secret_is_made_once_for_the_running_account_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("HUMUS_X", raising=False)
    file = tmp_path / "new" / "secret.key"
    made = env.secret("HUMUS_X", file)
    assert len(made) > 80
    assert env.secret("HUMUS_X", file) == made
    assert file.stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("HUMUS_X", "given")
    assert env.secret("HUMUS_X", file) == "given"
