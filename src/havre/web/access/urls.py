"""Addresses of the protections of a case."""

from __future__ import annotations

from django.urls import URLPattern, path

from havre.web.access import reservations, views
from havre.web.cases.urls import CASE

ACCESS = f"{CASE}/acces"

urlpatterns: list[URLPattern] = [
    path(ACCESS, views.show, name="case-access"),
    path(f"{ACCESS}/ecarter", views.recuse, name="case-recuse"),
    path(f"{ACCESS}/ecarter/<uuid:recusal_id>/lever", views.lift, name="case-recusal-lift"),
    path(f"{ACCESS}/reserver", views.reserve, name="case-reserve"),
    path(f"{ACCESS}/reserver/fin", views.unreserve, name="case-unreserve"),
    path(f"{ACCESS}/demander", reservations.ask, name="case-reserve-ask"),
    path(
        f"{ACCESS}/demander/<uuid:request_id>/retirer",
        reservations.take_back,
        name="case-reserve-ask-end",
    ),
    path("equipe/a-reserver/<uuid:request_id>", reservations.asked, name="reservation-asked"),
    path(f"{ACCESS}/exceptionnel", views.ask, name="case-exceptional"),
    path(f"{ACCESS}/exceptionnel/<uuid:access_id>", views.answer, name="case-exceptional-answer"),
    path("equipe/reservees/<uuid:restriction_id>", views.name, name="reserved-name"),
]
