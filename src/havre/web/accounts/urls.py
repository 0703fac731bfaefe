"""Addresses of sign-in, of the second factor and of one's own account. Nothing else is open."""

from __future__ import annotations

from allauth.account import views as allauth
from django.urls import path, re_path

from havre.web.accounts import agent, kept, passwords, protection, security
from havre.web.accounts.second_factor import code
from havre.web.shell.middleware import open_to_all

urlpatterns = [
    path("connexion", agent.sign_in, name="account_login"),
    path("connexion/agent", agent.leave, name="account_agent"),
    path("connexion/agent/retour", agent.come_back, name="account_agent_return"),
    path("connexion/agent/relier", agent.confirm, name="account_agent_link"),
    path("connexion/code", code, name="mfa_authenticate"),
    path("connexion/reprise", kept.resume, name="account_resume"),
    path("deconnexion", agent.sign_out, name="account_logout"),
    path("compte/protection", protection.choose, name="account_protect"),
    path("compte/protection/application", protection.application, name="account_application"),
    path("compte/protection/cle", protection.passkey, name="account_passkey"),
    path("compte/protection/codes", protection.recovery, name="account_recovery"),
    path("compte/protection/codes/renouveler", protection.renew_recovery, name="account_renew"),
    path("compte/securite", security.overview, name="account_security"),
    path("compte/securite/sessions/fermer", security.end_others, name="account_end_others"),
    path(
        "compte/securite/sessions/<int:session_id>/fermer",
        security.end_one,
        name="account_end_session",
    ),
    path(
        "compte/securite/cles/<int:factor_id>/retirer",
        security.remove_passkey,
        name="account_remove_passkey",
    ),
    path("compte/securite/proconnect/retirer", agent.unlink, name="account_agent_unlink"),
    path("mot-de-passe", passwords.change, name="account_change_password"),
    path("mot-de-passe/oublie", passwords.reset, name="account_reset_password"),
    path(
        "mot-de-passe/oublie/envoye",
        open_to_all(allauth.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)$",
        passwords.choose,
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe/change",
        open_to_all(allauth.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("compte-inactif", open_to_all(allauth.account_inactive), name="account_inactive"),
    path("compte", open_to_all(allauth.signup), name="account_signup"),
]
