"""From the bytes of a file to a table."""

from __future__ import annotations

from havre.adapters.spreadsheets.archives import check_archive
from havre.adapters.spreadsheets.delimited import read_delimited
from havre.adapters.spreadsheets.kinds import Kind, detect
from havre.adapters.spreadsheets.limits import UnreadableFile
from havre.adapters.spreadsheets.workbooks import read_workbook
from havre.housing.importing.table import Table


def read_table(data: bytes, filename: str = "") -> Table:
    """The table in an xlsx, xls, ods or CSV file, recognised by its content.

    `filename` only names the sheet of a CSV file. Of a workbook, the first sheet with a
    recognisable header is taken, else the first that is not empty.

    Raises:
        UnreadableFile: with a French sentence that says why and what to do.
    """
    kind = detect(data)
    if kind is Kind.TEXT:
        table = read_delimited(data)
        return Table(filename, table.rows)
    if kind is Kind.ARCHIVE:
        check_archive(data)
    return read_workbook(data)


__all__ = ["UnreadableFile", "read_table"]
