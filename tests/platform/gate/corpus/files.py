"""Files that say something where one does not look."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage

import openpyxl
import typst
from odf import text as odf_text
from odf.opendocument import OpenDocumentSpreadsheet, OpenDocumentText
from odf.table import Table, TableCell, TableRow
from PIL import Image, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _zip(members: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def pdf(words: str) -> bytes:
    """One page that says these words."""
    safe = words.replace("\\", "").replace("#", "").replace("@", " at ").replace("$", "")
    return bytes(typst.compile(safe.encode()))


def _rewritten(change: Callable[[PdfWriter], object]) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Page de garde."))))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_title(words: str) -> bytes:
    """A title nobody sees on the page."""
    return _rewritten(lambda writer: writer.add_metadata({"/Title": words}))


def pdf_note(words: str) -> bytes:
    """A note stuck on the page."""
    note = FreeText(text=words, rect=(50, 550, 200, 650))
    return _rewritten(lambda writer: writer.add_annotation(page_number=0, annotation=note))


def pdf_attached(words: str) -> bytes:
    """A file within the file."""
    return _rewritten(
        lambda writer: writer.add_attachment(filename="note.txt", data=words.encode())
    )


def pdf_bookmark(words: str) -> bytes:
    """A bookmark."""
    return _rewritten(lambda writer: writer.add_outline_item(title=words, page_number=0))


def pdf_locked(words: str) -> bytes:
    """Locked by a password."""
    return _rewritten(lambda writer: writer.encrypt("secret"))


def pdf_scan(words: str) -> bytes:
    """A picture of a page: dots, no letters."""
    out = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(out, "PDF")
    return out.getvalue()


def docx(words: str) -> bytes:
    """A letter."""
    return _zip(
        {
            "word/document.xml": f"<w:document {W}><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:document>"
        }
    )


def docx_cut(words: str) -> bytes:
    """The words cut in runs, as an editor does."""
    runs = "".join(f"<w:r><w:t>{words[i : i + 3]}</w:t></w:r>" for i in range(0, len(words), 3))
    return _zip({"word/document.xml": f"<w:document {W}><w:p>{runs}</w:p></w:document>"})


def docx_property(words: str) -> bytes:
    """The subject in the file's properties."""
    core = f"<cp:coreProperties><dc:subject>{words}</dc:subject></cp:coreProperties>"
    return _zip({"word/document.xml": f"<w:document {W}/>", "docProps/core.xml": core})


def docx_comment(words: str) -> bytes:
    """A comment in the margin."""
    note = f"<w:comments {W}><w:comment><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:comment></w:comments>"
    return _zip({"word/document.xml": f"<w:document {W}/>", "word/comments.xml": note})


def docx_header(words: str) -> bytes:
    """At the top of each page."""
    return _zip(
        {
            "word/document.xml": f"<w:document {W}/>",
            "word/header1.xml": f"<w:hdr {W}><w:t>{words}</w:t></w:hdr>",
        }
    )


def docx_deleted(words: str) -> bytes:
    """Struck out, with changes tracked."""
    return _zip(
        {
            "word/document.xml": f"<w:document {W}><w:del><w:r><w:delText>{words}</w:delText></w:r></w:del></w:document>"
        }
    )


def docx_link(words: str) -> bytes:
    """The target of a link."""
    link = f'<Relationships><Relationship Id="r" Target="https://carte.exemple.test/?q={words}"/></Relationships>'
    return _zip({"word/document.xml": f"<w:document {W}/>", "word/_rels/document.xml.rels": link})


def xlsx(words: str, *, where: str = "cell") -> bytes:
    """A sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "Référence"
    if where == "cell":
        sheet["B2"] = words
    if where == "column":
        sheet["F2"] = words
        sheet.column_dimensions["F"].hidden = True
    if where == "sheet":
        hidden = book.create_sheet("Feuille 2")
        hidden["A1"] = words
        hidden.sheet_state = "veryHidden"
    if where == "comment":
        sheet["A1"].comment = openpyxl.comments.Comment(words, "x")
    if where == "name":
        book.create_sheet(words[:30])
    if where == "author":
        book.properties.creator = words
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(words: str) -> bytes:
    """A sheet of the other family."""
    book = OpenDocumentSpreadsheet()
    table, row, cell = Table(name="Feuille"), TableRow(), TableCell()
    cell.addElement(odf_text.P(text=words))
    row.addElement(cell)
    table.addElement(row)
    book.spreadsheet.addElement(table)
    out = io.BytesIO()
    book.write(out)
    return out.getvalue()


def odt(words: str) -> bytes:
    """A letter of the other family."""
    letter = OpenDocumentText()
    letter.text.addElement(odf_text.P(text=words))
    out = io.BytesIO()
    letter.write(out)
    return out.getvalue()


def _picture(**options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, **options)  # type: ignore[arg-type]
    return out.getvalue()


def jpeg(words: str) -> bytes:
    """A photograph without anything beside it."""
    return _picture(format="JPEG")


def jpeg_description(words: str) -> bytes:
    """Its description says it."""
    exif = Image.Exif()
    exif[0x010E] = words
    return _picture(format="JPEG", exif=exif)


def jpeg_position(words: str) -> bytes:
    """It says where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (47.0, 54.0, 7.0)
    return _picture(format="JPEG", exif=exif)


def png_text(words: str) -> bytes:
    """A word kept in the picture's file."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", words)
    return _picture(format="PNG", pnginfo=info)


def png_tail(words: str) -> bytes:
    """Words written after the picture's end."""
    return _picture(format="PNG") + words.encode()


def eml(words: str) -> bytes:
    """A forwarded message, encoded as mail servers do."""
    message = EmailMessage()
    message["Subject"] = "Tr: votre demande"
    message["From"] = "agente@exemple.test"
    message.set_content(f"Bonjour,\n{words}\nBien à vous", cte="base64")
    return bytes(message)


def ics(words: str) -> bytes:
    """A calendar entry, its lines folded."""
    line = f"LOCATION:{words}"
    folded = line[:14] + "\r\n " + line[14:]
    return f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Rendez-vous\r\n{folded}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n".encode()


def zip_in_zip(words: str) -> bytes:
    """An archive within an archive."""
    return _zip({"pieces.zip": _zip({"lettre.txt": words})})


def zip_bomb(words: str) -> bytes:
    """Small outside, enormous inside."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", b" " * 61_000_000)
    return out.getvalue()


KINDS: dict[str, Callable[[str], bytes]] = {
    "pdf": pdf, "pdf title": pdf_title, "pdf note": pdf_note, "pdf attached": pdf_attached,
    "pdf bookmark": pdf_bookmark, "pdf locked": pdf_locked, "pdf scan": pdf_scan,
    "docx": docx, "docx cut": docx_cut, "docx property": docx_property,
    "docx comment": docx_comment, "docx header": docx_header, "docx deleted": docx_deleted,
    "docx link": docx_link, "xlsx": xlsx, "odt": odt, "ods": ods,
    "xlsx column": lambda words: xlsx(words, where="column"),
    "xlsx sheet": lambda words: xlsx(words, where="sheet"),
    "xlsx comment": lambda words: xlsx(words, where="comment"),
    "xlsx name": lambda words: xlsx(words, where="name"),
    "xlsx author": lambda words: xlsx(words, where="author"),
    "jpeg": jpeg, "jpeg description": jpeg_description, "jpeg position": jpeg_position,
    "png text": png_text, "png tail": png_tail, "eml": eml, "ics": ics,
    "zip in zip": zip_in_zip, "zip bomb": zip_bomb,
    "csv": lambda words: f"reference;note\nK7M4;{words}\n".encode(),
    "csv windows": lambda words: f"reference;note\nK7M4;{words}\n".encode("cp1252"),
    "csv sixteen bits": lambda words: f"reference;note\nK7M4;{words}\n".encode("utf-16"),
    "html": lambda words: f"<html><body title='{words}'>Bonjour</body></html>".encode(),
    "txt": lambda words: words.encode(),
    "broken pdf": lambda words: b"%PDF-1.7 ...",
    "broken zip": lambda words: b"PK\x03\x04 ...",
    "unknown": lambda words: bytes(range(256)) * 4,
    "too large": lambda words: b"a" * 15_000_001,
}  # fmt: skip
