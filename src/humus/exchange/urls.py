"""Addresses of exports and imports."""

from django.urls import path

from humus.exchange.views import exporting, importing, parcels

urlpatterns = [
    path("p/<slug:key>/export/", exporting.export, name="page_export"),
    path("p/<slug:key>/import/", importing.bring, name="page_import"),
    path("parcels/<slug:key>/begin/", importing.begin, name="parcel_begin"),
    path("parcels/<slug:key>/", parcels.show, name="parcel"),
    path("parcels/<slug:key>/file/", parcels.fetch, name="parcel_file"),
]
