"""The worker process: procrastinate in our environment."""

from __future__ import annotations

import django
from django.core.management import call_command


def main() -> None:
    django.setup()
    call_command("procrastinate", "worker", "--delete-jobs=successful")


if __name__ == "__main__":
    main()
