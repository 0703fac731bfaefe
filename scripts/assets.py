"""Copy the needed front-end files from node_modules to the web package.

Run `npm ci` first, then `python3 scripts/assets.py`. Standard library only; silent when
everything is up to date. Nothing is fetched, and source maps (which would make a browser ask
for more files) are cut off.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src" / "havre" / "web" / "static" / "vendor"

FONT = "@fontsource-variable/atkinson-hyperlegible-next"
FONT_SUBSETS = ("latin-ext-wght-normal", "latin-wght-normal")

COPIES = {
    "bootstrap/bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "bootstrap/LICENSE": "bootstrap/LICENSE",
    "htmx/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "htmx/LICENSE": "htmx.org/LICENSE",
    "leaflet/leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet/leaflet.css": "leaflet/dist/leaflet.css",
    "leaflet/LICENSE": "leaflet/LICENSE",
    "leaflet/images/layers.png": "leaflet/dist/images/layers.png",
    "leaflet/images/layers-2x.png": "leaflet/dist/images/layers-2x.png",
    "leaflet/images/marker-icon.png": "leaflet/dist/images/marker-icon.png",
    "leaflet/images/marker-icon-2x.png": "leaflet/dist/images/marker-icon-2x.png",
    "leaflet/images/marker-shadow.png": "leaflet/dist/images/marker-shadow.png",
    "font/LICENSE": f"{FONT}/LICENSE",
} | {
    f"font/files/atkinson-hyperlegible-next-{subset}.woff2": (
        f"{FONT}/files/atkinson-hyperlegible-next-{subset}.woff2"
    )
    for subset in FONT_SUBSETS
}

SOURCE_MAP = re.compile(rb"\n?(/\*|//)# sourceMappingURL=[^\n*]*(\*/)?\s*$")
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}", re.DOTALL)


def wanted_files() -> Iterator[tuple[Path, bytes]]:
    """Yield each target path with the bytes it should hold."""
    for target, source in COPIES.items():
        content = (MODULES / source).read_bytes()
        if target.endswith((".css", ".js")):
            content = SOURCE_MAP.sub(b"\n", content)
        yield VENDOR / target, content
    yield VENDOR / "font" / "font.css", font_css().encode()


def font_css() -> str:
    """Keep only the font faces of the subsets that are copied."""
    faces = FONT_FACE.findall((MODULES / FONT / "index.css").read_text(encoding="utf-8"))
    kept = [face for face in faces if any(f"next-{subset}." in face for subset in FONT_SUBSETS)]
    if len(kept) != len(FONT_SUBSETS):
        raise SystemExit(f"{FONT}: expected {len(FONT_SUBSETS)} font faces, found {len(kept)}.")
    return "\n".join(kept) + "\n"


def main() -> int:
    """Bring the vendor folder up to date; return the exit code."""
    try:
        files = dict(wanted_files())
    except FileNotFoundError as error:
        print(f"Missing {error.filename}: run `npm ci` first.", file=sys.stderr)
        return 1
    for path, content in files.items():
        if path.is_file() and path.read_bytes() == content:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        print(f"wrote {path.relative_to(ROOT)}")
    for path in sorted(VENDOR.rglob("*")):
        if path.is_file() and path not in files:
            path.unlink()
            print(f"removed {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
