"""Addresses of sign-in and password reset; nothing else of django-allauth is open."""

from __future__ import annotations

from allauth.account import views as allauth
from django.urls import path, re_path

urlpatterns = [
    path("connexion", allauth.login, name="account_login"),
    path("deconnexion", allauth.logout, name="account_logout"),
    path("mot-de-passe", allauth.password_change, name="account_change_password"),
    path("mot-de-passe/oublie", allauth.password_reset, name="account_reset_password"),
    path(
        "mot-de-passe/oublie/envoye",
        allauth.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe/change",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("compte-inactif", allauth.account_inactive, name="account_inactive"),
    path("compte", allauth.signup, name="account_signup"),
]
