"""Reads the mail that the demo's mail server stored; leaves out letters that it cannot read.

Does not import Django.
"""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

NEWEST = 200  # how many a page lists


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One mail as it was received."""

    key: str
    from_: str
    to: str
    subject: str
    at: datetime
    text: str


def newest_letters(maildir: Path) -> list[Letter]:
    """The newest letters, newest first."""
    paths = sorted(_files(maildir), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return [letter for path in paths[:NEWEST] if (letter := _read(path)) is not None]


def letter_of_key(maildir: Path, key: str) -> Letter | None:
    """The letter with this key; the key is compared with file names, never used as a path."""
    return next((_read(path) for path in _files(maildir) if path.name == key), None)


def _files(maildir: Path) -> Iterator[Path]:
    for folder in ("new", "cur"):
        if (maildir / folder).is_dir():
            yield from (path for path in (maildir / folder).iterdir() if path.is_file())


def _read(path: Path) -> Letter | None:
    try:
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        body = message.get_body(preferencelist=("plain", "html"))
        return Letter(
            key=path.name,
            from_=str(message["From"] or ""),
            to=str(message["To"] or ""),
            subject=str(message["Subject"] or "(no subject)"),
            at=datetime.fromtimestamp(path.stat().st_mtime, tz=UTC),
            text=body.get_content() if body is not None else "",
        )
    except (OSError, LookupError, ValueError, email.errors.MessageError):
        return None
