"""Build the search entries anew from what is stored."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from humus.search import rebuilding


class Command(BaseCommand):
    help = "Build the search entries anew."

    def handle(self, **options: Any) -> None:
        mark = rebuilding.anew()
        self.stdout.write(f"{mark.done} texts, organisations, people and spaces indexed, and every comment")
