"""Django registration."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Referral, admission, and the thread of each case."""

    name = "havre.cases"
    label = "cases"
