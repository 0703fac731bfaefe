"""Dwellings and vacancies, entered by hand or imported from landlords' files."""
