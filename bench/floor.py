"""The floor of the web benchmark: a Django project with the seven stock middlewares and one small template.

It reads session, user and one page in three queries and does nothing else. ``bench/web.py`` serves it beside the
platform; run alone it says what it is made of.
"""

from __future__ import annotations

import os
from typing import Any

import django
from django.conf import settings
from django.urls import path

from humus.kit import env

TEMPLATE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ page.title }}</title></head>
<body>
<header>
<a href="/">Site</a>
{% if user.is_authenticated %}{{ user.email }}{% else %}<a href="/login">Sign in</a>{% endif %}
</header>
<nav><ul>
{% for address, name in menu %}<li><a href="{{ address }}">{{ name }}</a></li>{% endfor %}
</ul></nav>
<main>
<h1>{{ page.title }}</h1>
<p>{{ page.changed_at }}</p>
<article>{{ page.html|safe }}</article>
</main>
<footer>Footer</footer>
</body>
</html>
"""
MENU = [("/a/", "Strategy"), ("/b/", "Spaces"), ("/c/", "Organisations"), ("/d/", "People"), ("/e/", "Events")]
PROCESSORS = "django.template.context_processors.request", "django.contrib.auth.context_processors.auth"

if not settings.configured:
    settings.configure(
        SECRET_KEY=os.environ.get("HUMUS_SECRET_KEY", "only-for-measuring"),
        ROOT_URLCONF="floor",
        ALLOWED_HOSTS=["127.0.0.1"],
        USE_TZ=True,
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
        ],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "context_processors": list(PROCESSORS),
                    "loaders": [("django.template.loaders.locmem.Loader", {"page.html": TEMPLATE})],
                },
            }
        ],
        DATABASES={
            "default": env.database("FLOOR_DATABASE_URL", "postgresql:///floor")
            | {"OPTIONS": {"pool": {"min_size": 1, "max_size": 4, "timeout": 10}}}
        },
    )
    django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.shortcuts import get_object_or_404, render  # noqa: E402


class Page(models.Model):
    title = models.CharField(max_length=250)
    html = models.TextField()
    changed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "floor"

    def __str__(self) -> str:
        return self.title


def show(request: Any, pk: int) -> Any:
    return render(request, "page.html", {"page": get_object_or_404(Page, pk=pk), "menu": MENU})


def prepare(count: int, bodies: list[str]) -> str:
    """Make the tables and ``count`` pages; answers the session key of a signed-in person."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Page)
    Page.objects.bulk_create(
        (Page(title=f"Page {number}", html=bodies[number % len(bodies)]) for number in range(count)), batch_size=1000
    )
    user = User.objects.create_user("reader", "reader@example.org", "only-for-measuring")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


urlpatterns = [path("<int:pk>/", show)]
application = get_wsgi_application()

if __name__ == "__main__":
    print(f"{len(settings.MIDDLEWARE)} stock middlewares, a template of {len(TEMPLATE.splitlines())} lines, 3 queries")
