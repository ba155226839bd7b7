"""Environment for web servers that speak WSGI."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "humus.settings")
django = get_wsgi_application()

import humus.urls  # noqa: E402, F401 - every view, only once the apps are there
from humus.portal.visitors import Visitors  # noqa: E402

application = Visitors(django)
# What is loaded by now stays: the search for garbage, which whoever is answered then waits for, passes it by.
gc.collect()
gc.freeze()
