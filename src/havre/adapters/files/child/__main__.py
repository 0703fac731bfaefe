"""Run as a process of its own: reads one order and one file, writes one answer.

In: a JSON line {"task": "clean" | "stamp" | "page" | …}, then the file. Out: a JSON line, either
{"refused": code} or {"length": bytes, …}, then that many bytes. "split" and "join" are about
several files, one after the other: see `joining`.
"""

from __future__ import annotations

import io
import json
import sys
import warnings
import zlib
from typing import Any

from havre.adapters.files.limits import CHILD_MEMORY_BYTES, Refusal


def bound() -> None:
    """Bound the memory of this process, and let it write no file."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY_BYTES, CHILD_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def carry_out(order: dict[str, Any], data: bytes) -> tuple[dict[str, object], bytes]:
    """Do what is asked; the readers of each format are loaded only where needed."""
    from havre.adapters.files.child import images, joining, office, pdfs

    if order["task"] == "split":
        return joining.split(order["pieces"], data)
    if order["task"] == "join":
        return {}, joining.join(order["pieces"], data, order["mark"])
    kind, task = order["kind"], order["task"]
    if task == "clean":
        cleaner = {
            "PDF": pdfs.clean,
            "JPEG": images.clean,
            "PNG": images.clean,
            "HEIC": images.clean,
            "DOCX": office.clean_docx,
            "ODT": office.clean_odt,
        }[kind]
        return cleaner(data)
    if task == "stamp":
        stamper = {
            "PDF": pdfs.stamp,
            "JPEG": images.stamp,
            "PNG": images.stamp,
            "DOCX": office.stamp_docx,
            "ODT": office.stamp_odt,
        }[kind]
        return {}, stamper(data, order["mark"])
    shown = pdfs.page(data, order["page"]) if kind == "PDF" else data
    return {}, images.preview(shown, order["mark"])


def main() -> None:
    """Answer one order."""
    bound()
    warnings.simplefilter("ignore")
    source = sys.stdin.buffer
    order, data = json.loads(source.readline()), source.read()
    sink = io.BytesIO()
    try:
        told, content = carry_out(order, data)
    except Refusal as refusal:
        told, content = {"refused": refusal.code}, b""
    except (MemoryError, zlib.error):
        told, content = {"refused": "bomb"}, b""
    except RecursionError:
        told, content = {"refused": "damaged"}, b""
    sink.write(json.dumps(told | {"length": len(content)}).encode() + b"\n")
    sys.stdout.buffer.write(sink.getvalue())
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
