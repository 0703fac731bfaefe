"""Addresses of: what leaves."""

from __future__ import annotations

from django.urls import URLPattern, path

from havre.web.outgoing import mails, preferences, views

urlpatterns: list[URLPattern] = [
    path("envois/", views.waiting, name="outgoing"),
    path("envois/<str:reference>", views.one, name="outgoing-held"),
    path("courriers/", mails.mails, name="mails"),
    path("courriers/<uuid:mail_id>/renvoyer", mails.again, name="mail-retry"),
    path("compte/courriers", preferences.preferences, name="mail-preferences"),
    path("ouvrir/<str:token>", preferences.follow, name="mail-link"),
]
