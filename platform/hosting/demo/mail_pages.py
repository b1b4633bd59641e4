"""Reads the Maildir that the demo's SMTP server keeps. Mounted in the demo only."""

import email
import email.policy
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail as the page shows it."""

    from_: str
    to: str
    subject: str
    bank: str
    at: datetime
    text: str
    url: str


@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """The latest mails, newest first."""
    files = _files()
    letters = [_letter(name, file) for name, file in list(files.items())[:MOST_SHOWN]]
    return render(request, "demo/mail.html", {"messages_found": letters, "count": len(files)})


@require_safe
def message(request: HttpRequest, name: str) -> HttpResponse:
    """One mail. Only names that stand in the folder are read."""
    file = _files().get(name)
    if file is None:
        raise Http404
    return render(request, "demo/mail_message.html", {"letter": _letter(name, file), "back_url": reverse("demo-mail")})


def _files() -> dict[str, Path]:
    """Page name -> file, newest first."""
    folder = Path(settings.DEMO_MAILDIR) if settings.DEMO_MAILDIR else None
    if folder is None or not folder.is_dir():
        return {}
    files = [file for place in ("new", "cur") for file in (folder / place).glob("*") if file.is_file()]
    files.sort(key=lambda file: (file.stat().st_mtime_ns, file.name), reverse=True)
    return {_slug(file): file for file in files}


def _slug(file: Path) -> str:
    return "".join(sign if sign.isalnum() else "-" for sign in file.name.partition(":")[0])


def _letter(name: str, file: Path) -> Letter:
    parsed = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    body = parsed.get_body(preferencelist=("plain",))
    bank, _, subject = str(parsed["Subject"] or "").partition(": ")
    return Letter(
        from_=str(parsed["From"] or ""),
        to=str(parsed["To"] or ""),
        subject=subject or bank,
        bank=bank if subject else "",
        at=datetime.fromtimestamp(file.stat().st_mtime, UTC),
        text=body.get_content() if body else "",
        url=reverse("demo-mail-message", args=[name]),
    )
