"""Addresses of the conversation below a page; a comment's own never changes."""

from django.urls import path

from humus.discussions.topics import views as topics
from humus.discussions.views import moderating, reading, threads, writing

urlpatterns = [
    path("p/<slug:key>/vote/", topics.vote, name="discussion_vote"),
    path("comments/<slug:key>/answer/", topics.accept, name="comment_accept"),
    path("p/<slug:key>/comments/", writing.comments, name="page_comments"),
    path("comments/<slug:key>/", reading.permalink, name="comment"),
    path("comments/<slug:key>/reply/", writing.reply, name="comment_reply"),
    path("comments/<slug:key>/edit/", writing.edit, name="comment_edit"),
    path("comments/<slug:key>/history/", reading.history, name="comment_history"),
    path("comments/<slug:key>/delete/", writing.delete, name="comment_delete"),
    path("comments/<slug:key>/thread/", threads.settle, name="comment_settle"),
    path("comments/<slug:key>/react/", threads.react, name="comment_react"),
    path("comments/<slug:key>/report/", moderating.report, name="comment_report"),
    path("comments/<slug:key>/hide/", moderating.hide, name="comment_hide"),
    path("comments/<slug:key>/show/", moderating.let_through, name="comment_let_through"),
    path("comments/<slug:key>/hidden/", moderating.hidden, name="comment_hidden"),
    path("secretariat/comments/", moderating.waiting, name="secretariat_comments"),
    path("secretariat/comments/<slug:key>/", moderating.settle_report, name="secretariat_comment"),
]
