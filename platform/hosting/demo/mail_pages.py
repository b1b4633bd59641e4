"""The demo's mail page: what the banks would have sent, on the platform's own host, in the demo only."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hosting.demo.mailbox import letter_of_key, newest_letters


def _maildir() -> Path:
    if not settings.DEMO or not settings.DEMO_MAILDIR:
        raise Http404
    return Path(settings.DEMO_MAILDIR)


@never_cache
@require_safe
def all_mail(request: HttpRequest) -> HttpResponse:
    """The latest letters, newest first."""
    letters = newest_letters(_maildir())
    rows = [
        {
            "to": letter.to,
            "subject": letter.subject,
            "at": letter.at,
            "url": reverse("demo-mail-message", kwargs={"key": letter.key}),
        }
        for letter in letters
    ]
    return render(request, "demo/mail.html", {"messages_found": rows, "count": len(rows)})


@never_cache
@require_safe
def one_mail(request: HttpRequest, key: str) -> HttpResponse:
    """One letter."""
    letter = letter_of_key(_maildir(), key)
    if letter is None:
        raise Http404
    return render(request, "demo/mail_message.html", {"letter": letter, "back_url": reverse("demo-mail")})
