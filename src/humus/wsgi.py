"""Environment for web servers that speak WSGI."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "humus.settings")
django = get_wsgi_application()

from humus.portal.visitors import Visitors  # noqa: E402 - only once the apps are there

application = Visitors(django)
# Loads every view. What is there by now stays: the search for garbage, which holds a request up, passes it by.
resolve("/")
gc.collect()
gc.freeze()
