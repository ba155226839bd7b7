"""Addresses of the conversation below a page; a comment's own never changes."""

from django.urls import path

from humus.discussions.views import reading, threads, writing

urlpatterns = [
    path("p/<slug:key>/comments/", writing.comments, name="page_comments"),
    path("comments/<slug:key>/", reading.permalink, name="comment"),
    path("comments/<slug:key>/reply/", writing.reply, name="comment_reply"),
    path("comments/<slug:key>/edit/", writing.edit, name="comment_edit"),
    path("comments/<slug:key>/history/", reading.history, name="comment_history"),
    path("comments/<slug:key>/delete/", writing.delete, name="comment_delete"),
    path("comments/<slug:key>/thread/", threads.settle, name="comment_settle"),
    path("comments/<slug:key>/react/", threads.react, name="comment_react"),
]
