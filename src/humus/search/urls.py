"""Addresses of search."""

from django.urls import path

from humus.search.views import glossary, room, saved, searching

urlpatterns = [
    path("search/", searching.search, name="search"),
    path("search/suggest/", searching.suggest, name="search_suggest"),
    path("search/feed/", searching.feed, name="search_feed"),
    path("search/saved/", saved.saved, name="saved_searches"),
    path("search/saved/<int:pk>/", saved.open_saved, name="saved_search"),
    path("search/saved/<int:pk>/change/", saved.change_saved, name="saved_search_change"),
    path("glossary/", glossary.glossary, name="glossary"),
    path("glossary/glossary.csv", glossary.table, name="glossary_table"),
    path("glossary/new/", glossary.term, name="glossary_new"),
    path("glossary/<int:pk>/", glossary.term, name="glossary_term"),
    path("glossary/<int:pk>/remove/", glossary.remove_term, name="glossary_remove"),
    path("secretariat/search/", room.sought, name="secretariat_search"),
    path("secretariat/search/first/", room.bets, name="best_bets"),
    path("secretariat/search/first/<int:pk>/drop/", room.drop_bet, name="best_bet_drop"),
]
