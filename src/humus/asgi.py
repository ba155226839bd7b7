"""The live process for servers that speak ASGI: the rooms in which people write together, and nothing else."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "humus.settings")
django.setup()

from humus.pages.live.app import Live  # noqa: E402

application = Live()
