"""Environment for web servers that speak WSGI."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "humus.settings")
django = get_wsgi_application()

from humus.portal.visitors import Visitors  # noqa: E402 - only once the apps are there

application = Visitors(django)
