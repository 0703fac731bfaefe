"""Builders of spreadsheets, good and bad, for the tests."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

HEADINGS = ("Réf.", "Adresse", "CP", "Ville", "Type", "Loyer HC", "Charges", "Dispo. le")
LINE = ("A1", "2 quai du Roi", 45000, "Orléans", "T3", 348.1, 112, "de suite")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def xlsx(*sheets: Sequence[Sequence[object]]) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for rows in sheets:
        sheet = workbook.create_sheet()
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def far_xlsx() -> bytes:
    """A cell in the very last corner: a careless reader asks for 17 billion cells."""
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet["A1"] = "a"
    sheet["XFD1048576"] = "b"
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def xls(rows: Sequence[Sequence[object]]) -> bytes:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Feuille")
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(line, column, value)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def ods(rows: Sequence[Sequence[object]]) -> bytes:
    document = OpenDocumentSpreadsheet()
    table = Table(name="Feuille")
    for row in rows:
        line = TableRow()
        for value in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def ods_with_content(table: str, *, manifest: str = "", doctype: str = "") -> bytes:
    """An ods written by hand around the inside of one table."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?>{doctype}<office:document-content {spaces}><office:body>'
        f'<office:spreadsheet><table:table table:name="a">{table}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return archive(
        {
            "mimetype": ODS_TYPE.encode(),
            "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>".encode(),
            "content.xml": content.encode(),
        }
    )


def repeated_ods(rows: int, columns: int) -> bytes:
    """A few hundred bytes that stand for `rows` × `columns` cells."""
    return ods_with_content(
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell '
        f'table:number-columns-repeated="{columns}" office:value-type="string">'
        "<text:p>x</text:p></table:table-cell></table:table-row>"
    )


def entity_ods() -> bytes:
    """An ods whose text is an entity naming a file of the machine that reads it."""
    return ods_with_content(
        '<table:table-row><table:table-cell office:value-type="string">'
        "<text:p>&outside;</text:p></table:table-cell></table:table-row>",
        doctype='<!DOCTYPE a [<!ENTITY outside SYSTEM "file:///etc/passwd">]>',
    )


def zip_bomb(size: int = 300_000_000) -> bytes:
    """A worksheet of `size` spaces, honest about it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"<workbook/>")
        with packed.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(size // 1_000_000):
                part.write(b" " * 1_000_000)
    return out.getvalue()


def lying_zip_bomb() -> bytes:
    """The same, which declares 1,000 bytes in both its headers."""
    honest = 40_000_000
    data = zip_bomb(honest)
    return data.replace(struct.pack("<L", honest), struct.pack("<L", 1000))


def overlapping_zip() -> bytes:
    """A directory that lists the same packed bytes two hundred times."""
    data = archive({"xl/workbook.xml": b"<workbook/>", "a": bytes(range(256)) * 8})
    start = data.rindex(b"PK\x01\x02")
    end = data.rindex(b"PK\x05\x06")
    entries = data[start:end] * 200
    size = end - data.index(b"PK\x01\x02") - (end - start) + len(entries)
    head = data[:start] + entries
    tail = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 201, 201, size, data.index(b"PK\x01"), 0)
    return head + tail


def ole_with(*streams: str) -> bytes:
    """The beginning of an OLE file whose directory names these streams."""
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\x00") for name in streams)
    return OLE + b"\x00" * 504 + names + b"\x00" * 512


def locked_xls() -> bytes:
    """An xls whose code page record was turned into a password record."""
    data = xls([HEADINGS, LINE])
    return data.replace(b"\x42\x00\x02\x00", b"\x2f\x00\x02\x00", 1)


def locked_zip() -> bytes:
    """A ZIP whose parts carry the encryption flag."""
    data = bytearray(xlsx([HEADINGS]))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 4)
    return bytes(data)
