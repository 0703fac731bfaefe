"""Addresses of the documents of a case; names and kinds never appear in them."""

from __future__ import annotations

from django.urls import URLPattern, path

from havre.web.cases.urls import CASE
from havre.web.documents import reading, views

DOCUMENTS = f"{CASE}/documents"
ONE = f"{DOCUMENTS}/<uuid:document_id>"

urlpatterns: list[URLPattern] = [
    path(DOCUMENTS, views.show, name="documents"),
    path(f"{DOCUMENTS}/ajouter", views.add, name="document-add"),
    path(ONE, reading.look, name="document"),
    path(f"{ONE}/page/<int:number>", reading.page, name="document-page"),
    path(f"{ONE}/telecharger", reading.download, name="document-download"),
    path(f"{ONE}/remplacer", views.replace, name="document-replace"),
    path(f"{ONE}/retirer", views.remove, name="document-remove"),
]
