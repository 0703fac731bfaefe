"""Addresses of offers and imports."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from havre.web.housing import import_views, views

REFERENCE = r"offres/(?P<reference>[0-9A-Z]{4}-[0-9A-Z]{4})"

urlpatterns: list[URLPattern] = [
    path("offres/", views.vacancies, name="vacancies"),
    path("offres/nouvelle", views.enter, name="vacancy-enter"),
    path("offres/import", import_views.send, name="import-send"),
    path("offres/imports", import_views.runs, name="imports"),
    path("offres/imports/<uuid:run_id>", import_views.run, name="import-run"),
    path("offres/imports/<uuid:run_id>/colonnes", import_views.columns, name="import-columns"),
    path("offres/imports/<uuid:run_id>/importer", import_views.confirm, name="import-confirm"),
    path("offres/imports/<uuid:run_id>/abandonner", import_views.abandon, name="import-abandon"),
    path(
        "offres/imports/<uuid:run_id>/rapport.csv",
        import_views.report,
        {"suffix": "csv"},
        name="import-report-csv",
    ),
    path(
        "offres/imports/<uuid:run_id>/rapport.xlsx",
        import_views.report,
        {"suffix": "xlsx"},
        name="import-report-xlsx",
    ),
    re_path(rf"^{REFERENCE}$", views.vacancy, name="vacancy"),
    re_path(rf"^{REFERENCE}/modifier$", views.edit, name="vacancy-edit"),
    re_path(rf"^{REFERENCE}/retirer$", views.withdraw, name="vacancy-withdraw"),
    re_path(rf"^{REFERENCE}/prolonger$", views.extend, name="vacancy-extend"),
]
