"""Writers that drive the real addresses of the platform and write down every answer that says: it is stored."""

from __future__ import annotations

import http.client
import json
import os
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from _fault_pages import body

TOKEN = "c" * 32
PATIENCE = 15
KINDS = ("publish", "draft", "publish", "draft", "publish", "upload")
BOUNDARY = "one-part-only"


def contents(value: int) -> bytes:
    """The bytes of the upload with this number, more than a page of the disk's."""
    return f"upload {value}\n".encode() * 2_000


@dataclass
class Writer:
    """One person on one page who publishes, saves drafts or uploads files. Each text is a growing number."""

    number: int
    facts: dict[str, Any]
    names: dict[str, str]
    diary: Path
    kind: str
    acknowledged: list[tuple[str, int]] = field(default_factory=list)
    unknown: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    _value: int = 0
    _base: int = 1

    def write(self, port: int, stop: threading.Event) -> None:
        """Repeat one request under one key until it is answered; what had no answer is unknown, never lost."""
        with self.diary.open("a") as diary:
            while not stop.is_set():
                self._value += 1
                key = uuid.uuid4().hex
                while not self._once(port, key):
                    if stop.is_set():
                        return
                    self.unknown += 1
                    time.sleep(0.1)
                diary.write(f"{key} {self._value}\n")
                diary.flush()
                os.fsync(diary.fileno())
                self.acknowledged.append((key, self._value))

    def _once(self, port: int, key: str) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request("POST", *self._request(key))
            answer = connection.getresponse()
            said = answer.read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        taken = answer.status == 200
        if self.kind == "publish":
            taken = answer.status == 302 and (answer.getheader("Location") or "").startswith("/s/")
            self._base += taken
        if not taken and answer.status not in (502, 503):
            self.refused[str(answer.status)] = self.refused.get(str(answer.status), 0) + 1
            name = answer.getheader("X-Request-ID")
            self.strange.append(f"{answer.status}, request {name}: {said[:300].decode(errors='replace')}")
        return taken

    def _request(self, key: str) -> tuple[str, bytes, dict[str, str]]:
        cookies = f"{self.names['session']}={self.facts['cookie']}; {self.names['csrf']}={TOKEN}"
        headers = {"Cookie": cookies, "X-CSRFToken": TOKEN}
        words = body(str(self._value))
        if self.kind == "upload":
            return self._upload(headers)
        if self.kind == "publish":
            form = {"title": "Faults", "body": json.dumps(words), "base": self._base, "request_key": key, "note": ""}
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            return f"/p/{self.facts['key']}/edit/", urlencode(form).encode(), headers | kind
        sent = json.dumps({"title": "Faults", "body": words, "base": 1}).encode()
        return f"/p/{self.facts['key']}/draft/", sent, headers | {"Content-Type": "application/json"}

    def _upload(self, headers: dict[str, str]) -> tuple[str, bytes, dict[str, str]]:
        """Each number under a name of its own: sent twice, it is a second version of the same file."""
        told = f'Content-Disposition: form-data; name="file"; filename="{self._value}.txt"'
        head = f"--{BOUNDARY}\r\n{told}\r\nContent-Type: text/plain\r\n\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Accept": "application/json"}
        whole = head + contents(self._value) + f"\r\n--{BOUNDARY}--\r\n".encode()
        return f"/p/{self.facts['key']}/files/upload/", whole, headers | kind


class Writers:
    def __init__(self, made: dict[str, Any], folder: Path) -> None:
        self.all = [
            Writer(number, facts, made["names"], folder / f"diary-{number}", KINDS[number % len(KINDS)])
            for number, facts in enumerate(made["writers"])
        ]
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    @property
    def count(self) -> int:
        return sum(len(writer.acknowledged) for writer in self.all)

    @property
    def unknown(self) -> int:
        return sum(writer.unknown for writer in self.all)

    @property
    def refused(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for writer in self.all:
            for status, times in writer.refused.items():
                found[status] = found.get(status, 0) + times
        return found

    @property
    def strange(self) -> list[str]:
        """What answers said that are neither a success nor a plain "not now"."""
        return [words for writer in self.all for words in writer.strange]

    def begin(self, port: int) -> None:
        self._threads = [threading.Thread(target=w.write, args=(port, self._stop), daemon=True) for w in self.all]
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()
