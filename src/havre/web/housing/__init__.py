"""Vacancies and imports."""
