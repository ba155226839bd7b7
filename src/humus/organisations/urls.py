"""Addresses of this app."""

from __future__ import annotations

from django.urls import path

from humus.organisations.views import bureau, declaration, figures, joining, register, secretariat, tables, wording

urlpatterns = [
    path("organisations/", register.organisations, name="organisations"),
    path("organisations/<slug:slug>/", register.organisation, name="organisation"),
    path("organisations/<slug:slug>/logo/", register.logo, name="organisation_logo"),
    path("organisations/<slug:slug>/edit/", register.edit, name="organisation_edit"),
    path("organisations/<slug:slug>/ask/", register.ask, name="organisation_ask"),
    path("organisations/<slug:slug>/leave/", register.leave, name="organisation_leave"),
    path("organisations/<slug:slug>/colleagues/", register.colleagues, name="organisation_colleagues"),
    path("organisations/<slug:slug>/colleagues/<int:pk>/", register.answer, name="organisation_colleague"),
    path("join/partner/", joining.start, name="join_partner"),
    path("join/partner/declaration/", declaration.read, name="declaration"),
    path("join/partner/declaration.pdf", declaration.download, name="declaration_pdf"),
    path("join/partner/<slug:key>/", joining.application, name="application"),
    path("join/partner/<slug:key>/answer/", joining.answer, name="application_answer"),
    path("join/partner/<slug:key>/withdraw/", joining.withdraw, name="application_withdraw"),
    path("join/partner/<slug:key>/letter/", joining.letter, name="application_letter"),
    path("join/partner/<slug:key>/letter.pdf", joining.letter_pdf, name="application_letter_pdf"),
    path("join/partner/<slug:key>/paper/<slug:which>/", joining.paper, name="application_paper"),
    path("secretariat/applications/", bureau.queue, name="secretariat_applications"),
    path("secretariat/applications/<slug:key>/", bureau.application, name="secretariat_application"),
    path("secretariat/applications/<slug:key>/ask/", bureau.ask, name="secretariat_application_ask"),
    path("secretariat/applications/<slug:key>/note/", bureau.remark, name="secretariat_application_note"),
    path("secretariat/applications/<slug:key>/decide/", bureau.decide, name="secretariat_application_decide"),
    path("secretariat/colleagues/", secretariat.colleagues, name="secretariat_colleagues"),
    path("figures/", figures.stated, name="stated_figures"),
    path("secretariat/figures/", figures.figures, name="secretariat_figures"),
    path("secretariat/figures/<int:pk>/correct/", figures.correct, name="secretariat_correct"),
    path("secretariat/register/declaration/", wording.declaration, name="secretariat_declaration"),
    path("secretariat/register/categories/", wording.categories, name="secretariat_categories"),
    path("secretariat/register/regions/", wording.regions, name="secretariat_regions"),
    path("secretariat/organisations/", secretariat.organisations, name="secretariat_organisations"),
    path("secretariat/organisations/new/", secretariat.enter, name="secretariat_enter"),
    path("secretariat/organisations/merge/", tables.merge, name="secretariat_merge"),
    path("secretariat/organisations/import/", tables.read, name="secretariat_import"),
    path("secretariat/organisations/export/", tables.written, name="secretariat_export"),
    path("secretariat/organisations/<slug:slug>/", secretariat.organisation, name="secretariat_organisation"),
    path("secretariat/organisations/<slug:slug>/affiliate/", secretariat.affiliate, name="secretariat_affiliate"),
    path(
        "secretariat/organisations/<slug:slug>/affiliations/<int:pk>/end/",
        secretariat.end_affiliation,
        name="secretariat_end_affiliation",
    ),
    path("secretariat/organisations/<slug:slug>/domain/", secretariat.domain, name="secretariat_domain"),
    path("secretariat/organisations/<slug:slug>/people/<int:pk>/", secretariat.nominate, name="secretariat_nominate"),
    path("secretariat/organisations/<slug:slug>/strike/", secretariat.strike, name="secretariat_strike"),
]
