"""``demo_community``: the initial community and an invented one in it; only where HUMUS_DEMO is set."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from humus.portal.loading import PARTS, load_all
from humus.portal.loading.demo import PARTS as INVENTED


class Command(BaseCommand):
    help = "Load the initial community and an invented one for demonstrations. Refuses without HUMUS_DEMO=1."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("invented people belong only into a demonstration: set HUMUS_DEMO=1")
        for name, count in load_all(PARTS | INVENTED):
            self.stdout.write(f"{name}: {'already there' if count is None else count}")
