"""Addresses of pages. A page is read at /s/<space>/<slug>/ and worked on at /p/<key>/..., which never changes."""

from django.urls import include, path

from humus.pages.views import (
    arranging,
    asking,
    feeds,
    files,
    marking,
    organising,
    reading,
    suggesting,
    together,
    writing,
)

# Grouped, so that the addresses read most often are not compared with each of the others.
of_page = [
    path("", reading.permalink, name="page_permalink"),
    path("edit/", writing.edit, name="page_edit"),
    path("settle/", writing.settle, name="page_settle"),
    path("arrange/", arranging.arrange, name="page_arrange"),
    path("arrange/add/", arranging.add, name="page_arrange_add"),
    path("arrange/options/", arranging.options, name="page_arrange_options"),
    path("arrange/preview/", arranging.preview, name="page_arrange_preview"),
    path("arrange/reset/", arranging.reset, name="page_arrange_reset"),
    path("draft/", writing.draft, name="page_draft"),
    path("discard/", writing.discard, name="page_discard"),
    path("bring-in/", together.bring_in, name="page_bring_in"),
    path("draft/bring-in/", together.bring_draft, name="page_bring_draft"),
    path("discard/together/", together.discard_together, name="page_discard_together"),
    path("suggest/", suggesting.suggest, name="page_suggest"),
    path("suggest/draft/", suggesting.draft, name="page_suggest_draft"),
    path("suggest/take-back/", suggesting.take_back, name="page_suggest_take_back"),
    path("suggestions/", suggesting.suggestions, name="page_suggestions"),
    path("blocks/", asking.blocks, name="page_blocks"),
    path("history/", reading.history, name="page_history"),
    path("compare/", reading.compare, name="page_compare"),
    path("versions/<int:number>/", reading.version, name="page_version"),
    path("versions/<int:number>/restore/", writing.restore, name="page_restore"),
    path("source/", reading.source, name="page_source"),
    path("info/", reading.info, name="page_info"),
    path("move/", organising.move, name="page_move"),
    path("copy/", organising.copy, name="page_copy"),
    path("status/<slug:deed>/", organising.status, name="page_status"),
    path("labels/", marking.labels, name="page_labels"),
    path("watch/", marking.watch, name="page_watch"),
    path("restrictions/", marking.restrictions, name="page_restrictions"),
    path("files/", files.files, name="page_files"),
    path("files/upload/", files.upload, name="file_upload"),
]
of_file = [
    path("", files.download, name="file"),
    path("preview/", files.preview, name="file_preview"),
    path("remove/", files.remove, name="file_remove"),
    path("<int:number>/", files.download, name="file_version"),
]
of_space = [
    path("create/", writing.create, name="page_create"),
    path("tree/", reading.tree, name="space_tree"),
    path("tree/place/", organising.place, name="page_place"),
    path("tree/many/", organising.many, name="pages_many"),
    path("bin/", organising.bin_of, name="space_bin"),
    path("feed/", feeds.space, name="space_feed"),
    path("", reading.show, name="space"),
    path("<slug:slug>/", reading.show, name="page"),
]

urlpatterns = [
    path("create/", writing.begin, name="page_begin"),
    path("me/drafts/", writing.drafts, name="my_drafts"),
    path("pages/find/", asking.pages, name="page_find"),
    path("pages/people/", asking.people, name="people_find"),
    path("labels/<str:name>/", reading.label, name="label"),
    path("labels/<str:name>/feed/", feeds.label, name="label_feed"),
    path("feed/", feeds.everywhere, name="feed"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", feeds.sitemap_of, name="sitemap_section"),
    path("robots.txt", feeds.robots, name="robots"),
    path("p/<slug:key>/", include(of_page)),
    path("files/<slug:key>/", include(of_file)),
    path("s/<slug:space>/", include(of_space)),
]
