"""``initial_community``: load what a new platform starts with; parts that were loaded stay as people made them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from humus.portal.loading import load_all


class Command(BaseCommand):
    help = "Load the initial community: spaces, strategy, organisations, events, help. Loads nothing twice."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, count in load_all():
            self.stdout.write(f"{name}: {'already there' if count is None else count}")
