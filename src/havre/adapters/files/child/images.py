"""Photos: read whole, turned upright, written anew without anything but the picture."""

from __future__ import annotations

import io
import struct
import unicodedata

import pillow_heif
from PIL import Image, ImageDraw, ImageFile, ImageFont, ImageOps, UnidentifiedImageError

from havre.adapters.files.limits import MAX_PIXELS, MAX_SIDE, PREVIEW_WIDTH, Refusal

Image.MAX_IMAGE_PIXELS = None  # our own limit comes first, on the announced size
ImageFile.LOAD_TRUNCATED_IMAGES = False
pillow_heif.register_heif_opener(thumbnails=False)

_FORMATS = ["JPEG", "PNG", "HEIF"]
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError, KeyError)


def opened(data: bytes) -> Image.Image:
    """Return the picture alone, upright, in plain colours; raise Refusal."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as found:
            width, height = found.size
            if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
                raise Refusal("bomb")
            found.load()
            upright = ImageOps.exif_transpose(found)
    except (UnidentifiedImageError, *_BROKEN):
        raise Refusal("damaged") from None
    if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
        upright = upright.convert("RGBA")
        paper = Image.new("RGB", upright.size, "white")
        paper.paste(upright, mask=upright.getchannel("A"))
        return paper
    plain = upright.convert("L" if upright.mode in {"1", "L"} else "RGB")
    fresh = Image.new(plain.mode, plain.size)  # carries no comment, profile or metadata over
    fresh.paste(plain)
    return fresh


def written(picture: Image.Image, *, png: bool) -> bytes:
    """Return the picture as a file with nothing beside it."""
    sink = io.BytesIO()
    if png:
        picture.save(sink, "PNG", compress_level=6)
    else:
        picture.save(sink, "JPEG", quality=88)
    return sink.getvalue()


def clean(data: bytes) -> tuple[dict[str, object], bytes]:
    """Return a photo without its metadata: place, date, device, thumbnail, texts, comments."""
    png = data.startswith(b"\x89PNG")
    content = written(opened(data), png=png)
    return {"format": "PNG" if png else "JPEG", "pages": 1}, content


def stamp(data: bytes, mark: list[str]) -> bytes:
    """Return a photo that names who it was handed to."""
    return written(marked(opened(data), mark), png=data.startswith(b"\x89PNG"))


def preview(data: bytes, mark: list[str]) -> bytes:
    """Return a page as a picture of the screen's width, marked likewise."""
    picture = opened(data)
    if picture.width > PREVIEW_WIDTH:
        height = max(1, round(picture.height * PREVIEW_WIDTH / picture.width))
        picture = picture.resize((PREVIEW_WIDTH, height), Image.Resampling.LANCZOS)
    return written(marked(picture, mark), png=False)


def marked(picture: Image.Image, mark: list[str]) -> Image.Image:
    """Write the mark across the picture, repeated, and on a band under it."""
    base = picture.convert("RGB")
    size = max(12, round(base.width / 60))
    font = _font(size)
    line = _drawn(" · ".join(mark))
    veil = Image.new("RGBA", base.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(veil)
    step = max(size * 9, base.height // 5)
    for row, top in enumerate(range(size * 2, base.height, step)):
        draw.text((size * (1 + row % 3), top), line, font=font, fill=(128, 128, 128, 120))
    base.paste(veil, mask=veil.getchannel("A"))
    band = Image.new("RGB", (base.width, base.height + size * 2), "white")
    band.paste(base)
    ImageDraw.Draw(band).text((size, base.height + size // 3), line, font=font, fill=(40, 40, 40))
    return band


def _drawn(text: str) -> str:
    """Return text in the letters that the drawing font has: accents of capitals are left out."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c))


def _font(size: int) -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    return ImageFont.load_default(size)


def without_metadata(data: bytes) -> bytes:
    """Return a JPEG without its EXIF, XMP, IPTC and comment parts, its picture untouched.

    For pictures inside another document, where a turned or re-encoded picture would not fit.
    """
    if not data.startswith(b"\xff\xd8"):
        return data
    kept, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        code = data[at + 1]
        if code == 0xDA:  # the picture itself begins
            end = data.rfind(b"\xff\xd9")
            return b"".join(kept) + (data[at : end + 2] if end > at else data[at:])
        length = 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if not (0xE1 <= code <= 0xED or code in {0xEF, 0xFE}) or (
            code == 0xE2 and data[at + 4 : at + 15] == b"ICC_PROFILE"
        ):
            kept.append(data[at : at + length])
        at += length
    return data
