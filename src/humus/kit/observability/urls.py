"""The same probes, declared where every address is."""

from __future__ import annotations

from django.urls import path

from humus.kit.observability.probes import PROBES

urlpatterns = [path(where.removeprefix("/"), view) for where, view in PROBES.items()]
