"""Addresses of exports and imports."""

from django.urls import path

from humus.exchange.views import exporting, parcels

urlpatterns = [
    path("p/<slug:key>/export/", exporting.export, name="page_export"),
    path("parcels/<slug:key>/", parcels.show, name="parcel"),
    path("parcels/<slug:key>/file/", parcels.fetch, name="parcel_file"),
]
