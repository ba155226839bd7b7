"""Run by bench/web.py in a process of its own: fill the floor's database and print its session key."""

from __future__ import annotations

import json
import sys

import floor

if __name__ == "__main__":
    given = json.load(sys.stdin)
    print(floor.prepare(given["count"], given["bodies"]))
