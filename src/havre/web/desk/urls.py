"""Addresses of the desk of a landlord or an agency."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from havre.web.desk import committee_views, decision_views, question, views

DAY = r"bureau/commissions/(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
RUN = "bureau/commissions/decisions/<uuid:run_id>"

urlpatterns: list[URLPattern] = [
    path("bureau/", views.desk, name="desk"),
    path("repondre/merci", question.done, name="question-done"),
    path("repondre/<str:reference>", question.question, name="question"),
    path("bureau/commissions/", committee_views.committees, name="committees"),
    path("bureau/commissions/saisir", committee_views.dates, name="committee-dates"),
    path("bureau/commissions/decisions", decision_views.send, name="decisions-send"),
    path(RUN, decision_views.run, name="decisions-run"),
    path(f"{RUN}/colonnes", decision_views.columns, name="decisions-columns"),
    path(f"{RUN}/enregistrer", decision_views.confirm, name="decisions-confirm"),
    path(f"{RUN}/abandonner", decision_views.abandon, name="decisions-abandon"),
    re_path(rf"^{DAY}$", committee_views.committee, name="committee"),
    re_path(rf"^{DAY}/retirer$", committee_views.remove, name="committee-remove"),
]
