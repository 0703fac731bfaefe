"""How a line of the log is written: what happened and where, never what it happened to.

The message of an exception may repeat what a person typed, or a whole row (PostgreSQL's « Failing
row contains … »), and an address may carry the secret of an invitation. So an exception leaves its
kind and the places it went through, and a request the name of its screen.
"""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType

FRAMES = 30
"""The innermost calls kept of an exception."""


def outline(error: BaseException | None) -> str:
    """Return the kinds of an exception and of its causes, with the places they went through."""
    lines: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        kind = type(error)
        lines.append(f"{kind.__module__}.{kind.__qualname__}")
        frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
        lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        error = error.__cause__ or error.__context__
    return "\n".join(lines)


class DiscreetFormatter(logging.Formatter):
    """Write a record without the message of its exception, nor the address of its request."""

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        """Return the outline of the exception."""
        return outline(ei[1])

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        kept = logging.makeLogRecord(record.__dict__)
        kept.exc_text = None  # another handler may have written it in full
        if not record.name.startswith("havre"):
            kept.msg, kept.args = _others(record), None
        return super().format(kept)


def _others(record: logging.LogRecord) -> str:
    """Return what a part that is not ours has to say, without what it puts in its messages."""
    request = getattr(record, "request", None)
    if request is not None:
        match = getattr(request, "resolver_match", None)
        screen = match.view_name if match else "-"
        status = getattr(record, "status_code", "-")
        return f"request screen={screen} method={request.method} status={status}"
    if not record.args:  # written in the part's own source, unless an exception was put in it
        return str(record.msg) if isinstance(record.msg, str) else type(record.msg).__name__
    return str(record.msg)  # the sentence, without its values


def quiet_hook(
    kind: type[BaseException], error: BaseException, places: TracebackType | None
) -> None:
    """Write an exception that nothing caught, as the log would."""
    if issubclass(kind, KeyboardInterrupt):
        return
    print(outline(error), file=sys.stderr)
