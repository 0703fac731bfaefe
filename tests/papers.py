"""Papers made for the tests: of every format, with words that must not come out of them."""

from __future__ import annotations

import io
import zipfile

import pillow_heif
from PIL import Image, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

pillow_heif.register_heif_opener()
CANARY = "Zorvellune"
"""Written wherever a file can hide something; never on the picture or the page."""

LATITUDE = (47.0, 54.0, 12.34)


def picture(width: int = 64, height: int = 32) -> Image.Image:
    """A red picture with a blue top left quarter, so that turning it shows."""
    made = Image.new("RGB", (width, height), (200, 20, 20))
    made.paste((20, 20, 200), (0, 0, width // 2, height // 2))
    return made


def exif(orientation: int = 1) -> Image.Exif:
    """What a telephone writes: place, device, date, with the canary."""
    made = Image.Exif()
    made[0x010E] = CANARY
    made[0x0112] = orientation
    made[0x0110] = CANARY
    gps = made.get_ifd(0x8825)
    gps[1], gps[2], gps[0x1D] = "N", LATITUDE, CANARY
    return made


def jpeg(*, orientation: int = 1, size: tuple[int, int] = (64, 32)) -> bytes:
    """A photo with EXIF, GPS, XMP, a comment and a thumbnail's worth of words."""
    sink = io.BytesIO()
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{CANARY}</x:xmpmeta>".encode()
    picture(*size).save(
        sink, "JPEG", quality=95, exif=exif(orientation), comment=CANARY.encode(), xmp=xmp
    )
    return sink.getvalue()


def png() -> bytes:
    """A picture with text parts and EXIF."""
    sink, texts = io.BytesIO(), PngImagePlugin.PngInfo()
    texts.add_text("Author", CANARY)
    texts.add_itxt("Place", CANARY)
    picture().save(sink, "PNG", pnginfo=texts, exif=exif())
    return sink.getvalue()


def heic(*, orientation: int = 1) -> bytes:
    """A telephone's photo."""
    sink = io.BytesIO()
    picture(128, 64).save(sink, "HEIF", quality=95, exif=exif(orientation).tobytes())
    return sink.getvalue()


def writer(pages: int = 1, text: str = "Bonjour") -> PdfWriter:
    """A PDF being made, each page with a line of text."""
    made = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for number in range(pages):
        page = made.add_blank_page(595, 842)
        content = DecodedStreamObject()
        content.set_data(f"BT /F1 24 Tf 60 700 Td ({text} {number + 1}) Tj ET".encode())
        page[NameObject("/Contents")] = made._add_object(content)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
    return made


def written(made: PdfWriter) -> bytes:
    """The PDF as a file."""
    sink = io.BytesIO()
    made.write(sink)
    return sink.getvalue()


def pdf(pages: int = 1, text: str = "Bonjour") -> bytes:
    """An ordinary PDF with an author and an XMP part."""
    made = writer(pages, text)
    made.add_metadata({"/Author": CANARY, "/Title": CANARY})
    xmp = DecodedStreamObject()
    xmp.set_data(f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{CANARY}</x:xmpmeta>".encode())
    made._root_object[NameObject("/Metadata")] = made._add_object(xmp)
    return written(made)


def pdf_with_photo() -> bytes:
    """A scan: a page that is a photo, its EXIF left inside by the scanner."""
    made = writer()
    photo = DecodedStreamObject()
    photo._data = jpeg()
    photo.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Filter"): NameObject("/DCTDecode"),
        }
    )
    resources = made.pages[0]["/Resources"]
    resources[NameObject("/XObject")] = DictionaryObject(
        {NameObject("/Im1"): made._add_object(photo)}
    )
    return written(made)


def pdf_with(name: str) -> bytes:
    """A PDF that does something, or carries something."""
    made = writer()
    if name == "script":
        made._root_object[NameObject("/OpenAction")] = made._add_object(
            DictionaryObject(
                {
                    NameObject("/S"): NameObject("/JavaScript"),
                    NameObject("/JS"): TextStringObject("app.alert('bonjour')"),
                }
            )
        )
    elif name == "attachment":
        made.add_attachment("tableau.txt", b"contenu")
    elif name == "launch":
        made._root_object[NameObject("/OpenAction")] = made._add_object(
            DictionaryObject(
                {
                    NameObject("/S"): NameObject("/Launch"),
                    NameObject("/F"): TextStringObject("calc.exe"),
                }
            )
        )
    elif name == "page action":
        act = DictionaryObject({NameObject("/S"): NameObject("/JavaScript")})
        made.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): act})
    elif name == "password":
        made.encrypt("secret")
    elif name == "owner password":
        made.encrypt("", "secret")
    else:
        raise ValueError(name)
    return written(made)


def archive(parts: dict[str, bytes | str]) -> bytes:
    """A ZIP of these parts, in this order."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            made.writestr(name, content, how)
    return sink.getvalue()


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def docx(**more: bytes | str) -> bytes:
    """A Word text with an author, a follow-up author and a photo; `more` parts by name."""
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"/>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"/>',
        "docProps/core.xml": f"<a><creator>{CANARY}</creator></a>",
        "docProps/app.xml": f"<a><Company>{CANARY}</Company></a>",
        "docProps/custom.xml": f"<a>{CANARY}</a>",
        "docProps/thumbnail.jpeg": jpeg(),
        "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body><w:p><w:ins w:id="1" '
        f'w:author="{CANARY}"><w:r><w:t>Bonjour</w:t></w:r></w:ins></w:p><w:sectPr/></w:body>'
        "</w:document>",
        "word/media/image1.jpeg": jpeg(),
    }
    return archive(parts | more)


ODT = "application/vnd.oasis.opendocument.text"
_OFFICE = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def odt(body: str = "", **more: bytes | str) -> bytes:
    """A LibreOffice text with an author and a photo."""
    content = (
        f"<office:document-content {_OFFICE}><office:body><office:text><text:p>Bonjour</text:p>"
        f"<office:annotation><dc:creator>{CANARY}</dc:creator></office:annotation>{body}"
        "</office:text></office:body></office:document-content>"
    )
    parts: dict[str, bytes | str] = {
        "mimetype": ODT,
        "content.xml": content,
        "meta.xml": f"<a>{CANARY}</a>",
        "META-INF/manifest.xml": "<manifest/>",
        "Pictures/photo.jpg": jpeg(),
        "Thumbnails/thumbnail.png": png(),
    }
    return archive(parts | more)


def parts_of(content: bytes) -> dict[str, bytes]:
    """What an archive holds, unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def whole(content: bytes) -> bytes:
    """Everything that a file holds, unpacked, to be searched."""
    if content.startswith(b"PK"):
        return content + b"".join(parts_of(content).values())
    if content.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(content))
        streams = [
            found.get_data()
            if "/Filter" not in found or found["/Filter"] == "/FlateDecode"
            else b""
            for number in range(1, len(reader.xref.get(0, {})) + 2)
            if hasattr(found := reader.get_object(number), "get_data")
        ]
        return content + b"".join(streams)
    return content
