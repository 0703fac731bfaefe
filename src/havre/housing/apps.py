"""Django registration."""

from django.apps import AppConfig


class HousingConfig(AppConfig):
    """Dwellings and vacancies, entered by hand or imported from landlords' files."""

    name = "havre.housing"
    label = "housing"
