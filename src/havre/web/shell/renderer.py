"""Render Django's forms with Havre's own accessible fields."""

from __future__ import annotations

from typing import Any

from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.template import TemplateDoesNotExist


class HavreFormRenderer(TemplatesSetting):
    """Take form templates from the project, and Django's own where the project has none."""

    form_template_name = "django/forms/div.html"
    field_template_name = "django/forms/field.html"

    def __init__(self) -> None:
        self._builtin = DjangoTemplates()

    def get_template(self, template_name: str) -> Any:
        """Find a form or widget template.

        The fallback spares `django.forms` a place among the installed applications.
        """
        try:
            return super().get_template(template_name)
        except TemplateDoesNotExist:
            return self._builtin.get_template(template_name)
