"""Addresses of people, invitations and organisations."""

from __future__ import annotations

from django.urls import URLPattern, path

from havre.web.organisations import participants, views
from havre.web.organisations.invitation import invitation

urlpatterns: list[URLPattern] = [
    path("equipe/", views.people, name="people"),
    path("equipe/inviter", views.invite, name="person-invite"),
    path("equipe/<int:membership_id>", views.person, name="person"),
    path("equipe/<int:membership_id>/acces", views.access, name="person-access"),
    path("equipe/invitations/<int:invitation_id>/renvoi", views.resend, name="invitation-resend"),
    path(
        "equipe/<int:membership_id>/double-verification",
        views.reset_second_factor,
        name="person-second-factor",
    ),
    path(
        "equipe/invitations/<int:invitation_id>/retrait",
        views.withdraw,
        name="invitation-withdraw",
    ),
    path("invitation/<str:token>", invitation, name="invitation"),
    path("dispositif/organismes/", participants.organisations, name="organisations"),
    path("dispositif/organismes/ajouter", participants.add, name="organisation-add"),
    path("dispositif/organismes/<slug:slug>", participants.organisation, name="organisation"),
    path("dispositif/organismes/<slug:slug>/modifier", participants.edit, name="organisation-edit"),
    path(
        "dispositif/organismes/<slug:slug>/acces", participants.access, name="organisation-access"
    ),
    path(
        "dispositif/organismes/<slug:slug>/invitations/<int:invitation_id>/renvoi",
        participants.resend,
        name="organisation-invitation-resend",
    ),
    path(
        "dispositif/organismes/<slug:slug>/invitations/<int:invitation_id>/retrait",
        participants.withdraw,
        name="organisation-invitation-withdraw",
    ),
]
