"""Addresses of pages. A page is read at /s/<space>/<slug>/ and worked on at /p/<key>/..., which never changes."""

from django.urls import path

from humus.pages.views import asking, files, marking, organising, reading, writing

urlpatterns = [
    path("create/", writing.begin, name="page_begin"),
    path("me/drafts/", writing.drafts, name="my_drafts"),
    path("pages/find/", asking.pages, name="page_find"),
    path("pages/people/", asking.people, name="people_find"),
    path("labels/<str:name>/", reading.label, name="label"),
    path("p/<slug:key>/", reading.permalink, name="page_permalink"),
    path("p/<slug:key>/edit/", writing.edit, name="page_edit"),
    path("p/<slug:key>/settle/", writing.settle, name="page_settle"),
    path("p/<slug:key>/draft/", writing.draft, name="page_draft"),
    path("p/<slug:key>/discard/", writing.discard, name="page_discard"),
    path("p/<slug:key>/history/", reading.history, name="page_history"),
    path("p/<slug:key>/compare/", reading.compare, name="page_compare"),
    path("p/<slug:key>/versions/<int:number>/", reading.version, name="page_version"),
    path("p/<slug:key>/versions/<int:number>/restore/", writing.restore, name="page_restore"),
    path("p/<slug:key>/source/", reading.source, name="page_source"),
    path("p/<slug:key>/info/", reading.info, name="page_info"),
    path("p/<slug:key>/move/", organising.move, name="page_move"),
    path("p/<slug:key>/copy/", organising.copy, name="page_copy"),
    path("p/<slug:key>/status/<slug:deed>/", organising.status, name="page_status"),
    path("p/<slug:key>/labels/", marking.labels, name="page_labels"),
    path("p/<slug:key>/watch/", marking.watch, name="page_watch"),
    path("p/<slug:key>/restrictions/", marking.restrictions, name="page_restrictions"),
    path("p/<slug:key>/files/", files.files, name="page_files"),
    path("p/<slug:key>/files/upload/", files.upload, name="file_upload"),
    path("files/<slug:key>/", files.download, name="file"),
    path("files/<slug:key>/preview/", files.preview, name="file_preview"),
    path("files/<slug:key>/remove/", files.remove, name="file_remove"),
    path("files/<slug:key>/<int:number>/", files.download, name="file_version"),
    path("s/<slug:space>/create/", writing.create, name="page_create"),
    path("s/<slug:space>/tree/", reading.tree, name="space_tree"),
    path("s/<slug:space>/tree/place/", organising.place, name="page_place"),
    path("s/<slug:space>/tree/many/", organising.many, name="pages_many"),
    path("s/<slug:space>/bin/", organising.bin_of, name="space_bin"),
    path("s/<slug:space>/", reading.show, name="space"),
    path("s/<slug:space>/<slug:slug>/", reading.show, name="page"),
]
