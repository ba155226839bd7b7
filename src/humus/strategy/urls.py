"""Addresses of the strategy. Goals and objectives are pages and have theirs in ``pages``."""

from django.urls import path

from humus.strategy.views import figures, overview

urlpatterns = [
    path("strategy/", overview.strategy, name="strategy"),
    path("strategy/figures/<slug:key>/", figures.history, name="figures"),
    path("strategy/figures/<slug:key>/new/", figures.record, name="figure_new"),
    path("join/", overview.join, name="join"),
]
