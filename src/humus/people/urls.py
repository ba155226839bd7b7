"""Addresses of this app."""

from __future__ import annotations

from django.urls import path

from humus.people.views import blocking, directory, kept, merging, mine, preferences, secretariat, sign_in

urlpatterns = [
    path("people/", directory.people, name="people"),
    path("people/<slug:key>/", directory.profile, name="person"),
    path("people/<slug:key>/photo/", directory.photo, name="person_photo"),
    path("me/", mine.home, name="people_home"),
    path("me/kept/", kept.kept, name="people_kept"),
    path("me/profile/", mine.profile, name="people_my_profile"),
    path("me/directory/", mine.directory, name="people_my_directory"),
    path("me/blocked/", blocking.blocked, name="blocked"),
    path("me/security/", mine.security, name="people_security"),
    path("me/second-factor/", sign_in.second_factor, name="people_second_factor"),
    path("me/data/", mine.data, name="people_data"),
    path("me/data/export/", mine.take_data, name="people_take_data"),
    path("me/erase/", mine.leave, name="people_erase"),
    path("account/confirm-by-code/", sign_in.confirm_by_code, name="people_confirm_by_code"),
    path("preferences/language/", preferences.language, name="people_language"),
    path("preferences/reading/", preferences.reading, name="reading_wishes"),
    path("preferences/theme/", preferences.theme, name="people_theme"),
    path("first/<str:token>/", sign_in.first_administrator, name="people_first"),
    path("secretariat/people/", secretariat.people, name="secretariat_people"),
    path("secretariat/people/table/", secretariat.written, name="secretariat_people_table"),
    path("secretariat/people/<slug:key>/", secretariat.account, name="secretariat_account"),
    path("secretariat/people/<slug:key>/merge/", merging.merge, name="secretariat_merge_people"),
    path("secretariat/people/<slug:key>/suspend/", secretariat.suspend, name="secretariat_suspend"),
    path("secretariat/people/<slug:key>/lift/", secretariat.lift, name="secretariat_lift"),
    path("secretariat/people/<slug:key>/second-factor/", secretariat.reset, name="secretariat_reset"),
    path("secretariat/people/<slug:key>/role/", secretariat.role, name="secretariat_role"),
]
