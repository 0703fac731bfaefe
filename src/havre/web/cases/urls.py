"""Addresses of the situations: list, referral, file, admission, who sees what."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from havre.web.cases import (
    admission,
    consent,
    correct,
    file,
    listing,
    papers,
    referral,
    share_open,
    shares,
    signals,
)


class CaseReference:
    """A reference as Havre makes them; anything else is no address at all."""

    regex = "[2-9A-Z]{4}-[2-9A-Z]{4}"

    def to_python(self, value: str) -> str:
        """Return it as it is."""
        return value

    def to_url(self, value: object) -> str:
        """Return it as it is."""
        return str(value)


register_converter(CaseReference, "case_reference")
CASE = "situations/<case_reference:reference>"

urlpatterns: list[URLPattern] = [
    path("situations/", listing.cases, name="cases"),
    path("situations/nouvelle", referral.start, name="referral-new"),
    path(CASE, file.show, name="case"),
    path(f"{CASE}/orientation", referral.edit, name="referral"),
    path(f"{CASE}/orientation/supprimer", referral.discard, name="referral-discard"),
    path(f"{CASE}/corriger/<slug:slug>", correct.correct, name="case-correct"),
    path(f"{CASE}/signaler", signals.signal, name="case-signal"),
    path(f"{CASE}/signaler/<uuid:signal_id>/lu", signals.seen, name="case-signal-seen"),
    path(f"{CASE}/admettre", admission.admit, name="case-admit"),
    path(f"{CASE}/ne-pas-admettre", admission.refuse, name="case-refuse"),
    path(f"{CASE}/confier", admission.entrust, name="case-entrust"),
    path(f"{CASE}/partages", shares.show, name="shares"),
    path(f"{CASE}/partages/<uuid:share_id>/retirer", shares.revoke, name="share-revoke"),
    path(f"{CASE}/partages/ouvrir", share_open.open_access, name="share-open"),
    path("situations/accords", consent.ending, name="consents-ending"),
    path(f"{CASE}/papiers/<slug:code>", papers.paper, name="paper"),
    path(f"{CASE}/accord", consent.consent, name="consent"),
]
