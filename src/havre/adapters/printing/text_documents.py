"""Writing minutes as an OpenDocument text, for whoever goes on working in a word processor.

Headings, lists and tables are real ones; nothing says who wrote it, nor on which machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from odf import dc
from odf.opendocument import OpenDocumentText
from odf.style import ParagraphProperties, Style, TableCellProperties, TextProperties
from odf.table import (
    Table,
    TableCell,
    TableColumn,
    TableHeaderRows,
    TableRow,
)
from odf.text import H, List, ListItem, P

INK, SOFT, LINE = "#22313f", "#4d5d6b", "#c9d2d8"


def write_text(sheet: Mapping[str, Any]) -> bytes:
    """Return the sheet that the minutes' template prints, as an ODT."""
    document = OpenDocumentText()
    styles = _styles(document)
    document.meta.addElement(dc.Title(text=sheet["title"]))
    document.meta.addElement(dc.Language(text="fr-FR"))
    body = document.text
    body.addElement(H(outlinelevel=1, stylename=styles["title"], text=sheet["title"]))
    body.addElement(P(stylename=styles["soft"], text=sheet["reference"]))
    for fact in sheet["facts"]:
        body.addElement(P(stylename=styles["text"], text=f"{fact['label']} : {fact['value']}"))
    for group in sheet["people"]:
        body.addElement(H(outlinelevel=2, stylename=styles["part"], text=group["title"]))
        names = List()
        for name in group["names"]:
            item = ListItem()
            item.addElement(P(stylename=styles["text"], text=name))
            names.addElement(item)
        body.addElement(names)
    for part in sheet["parts"]:
        body.addElement(H(outlinelevel=2, stylename=styles["part"], text=part["title"]))
        if part["rows"]:
            body.addElement(_table(part["title"], sheet["headings"], part["rows"], styles))
        else:
            body.addElement(P(stylename=styles["text"], text=part["none"]))
    body.addElement(P(stylename=styles["soft"], text=sheet["closing"]))
    written = BytesIO()
    document.write(written)
    return written.getvalue()


def _styles(document: Any) -> dict[str, Any]:
    def paragraph(name: str, above: str, **letters: str) -> Any:
        style = Style(name=name, family="paragraph")
        style.addElement(ParagraphProperties(margintop=above, marginbottom="0.15cm"))
        style.addElement(
            TextProperties(language="fr", country="FR", fontfamily="Liberation Sans", **letters)
        )
        document.styles.addElement(style)
        return style

    cell = Style(name="cell", family="table-cell")
    cell.addElement(TableCellProperties(padding="0.12cm", borderbottom=f"0.5pt solid {LINE}"))
    document.automaticstyles.addElement(cell)
    return {
        "title": paragraph("sheet-title", "0cm", fontsize="20pt", fontweight="bold", color=INK),
        "part": paragraph("sheet-part", "0.6cm", fontsize="14pt", fontweight="bold", color=INK),
        "text": paragraph("sheet-text", "0cm", fontsize="11pt", color=INK),
        "soft": paragraph("sheet-soft", "0.1cm", fontsize="10pt", color=SOFT),
        "cell": cell,
    }


def _table(
    name: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    styles: Mapping[str, Any],
) -> Any:
    table = Table(name=name)
    table.addElement(TableColumn(numbercolumnsrepeated=len(headings)))
    header = TableHeaderRows()
    header.addElement(_row(headings, styles["soft"], styles["cell"]))
    table.addElement(header)
    for row in rows:
        table.addElement(_row(row, styles["text"], styles["cell"]))
    return table


def _row(cells: Sequence[str], words: Any, cell_style: Any) -> Any:
    row = TableRow()
    for text in cells:
        cell = TableCell(stylename=cell_style, valuetype="string")
        cell.addElement(P(stylename=words, text=text))
        row.addElement(cell)
    return row
