"""Addresses of the kit itself: assets, and the gallery where it is shown."""

from __future__ import annotations

from django.urls import path

from humus.kit import assets, gallery

urlpatterns = [
    path("assets/<str:digest>/<str:name>", assets.serve, name="asset"),
    path("design/", gallery.gallery, name="gallery"),
]
