"""Addresses of the kit itself: assets, and the gallery where it is shown."""

from __future__ import annotations

from django.urls import path

from humus.kit import assets, gallery
from humus.kit.offline import views, worker

urlpatterns = [
    path("assets/<str:digest>/<str:name>", assets.serve, name="asset"),
    path("worker.js", worker.serve, name="worker"),
    path("kept/", views.kept, name="kept"),
    path("kept/off/", views.off, name="kept_off"),
    path("design/", gallery.gallery, name="gallery"),
]
