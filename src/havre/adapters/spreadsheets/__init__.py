"""Spreadsheets in and out: reading what landlords send, writing what they open."""

from havre.adapters.spreadsheets.limits import UnreadableFile
from havre.adapters.spreadsheets.reading import read_table
from havre.adapters.spreadsheets.writing import write_csv, write_xlsx

__all__ = ["UnreadableFile", "read_table", "write_csv", "write_xlsx"]
