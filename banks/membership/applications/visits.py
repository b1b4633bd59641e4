"""Somebody at the pages of their own application: found by the secret in the address, and by nothing else.

Guarantees: an unknown secret and an ended application get a page that says what happened and how to begin again;
no cache and no search engine keeps a page; a page saves quietly for the script that keeps what is typed.
Called by: the applicant's pages.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from banks.errors import BankError
from banks.membership.applications.facts import facts_of
from banks.membership.applications.measuring import rules_that_count
from banks.membership.applications.models import Application
from banks.membership.applications.queries import application_by_secret
from banks.membership.applications.rules import Wait, waits_for
from banks.membership.applications.steps import TITLES, Step, step_after, step_before, steps_of
from banks.people.viewing.requests import BankRequest
from banks.policies.clock import now
from banks.policies.kinds import ApplicationsPolicy, MembershipPolicy
from banks.policies.queries import bank_zone, policy_in_force
from banks.ui.addresses import address_here
from banks.ui.form_pages import add_refusal, form_page

GONE, NOT_FOUND = 410, 404
QUIETLY = "quiet"


@dataclass
class Visit:
    """One request to one application."""

    request: BankRequest
    application: Application
    secret: str
    at: datetime

    @cached_property
    def rules(self) -> MembershipPolicy:
        return rules_that_count(self.application, now=self.at).value

    @cached_property
    def ways(self) -> ApplicationsPolicy:
        return policy_in_force(ApplicationsPolicy, self.at).value

    @property
    def steps(self) -> tuple[Step, ...]:
        application = self.application
        is_person = application.kind == "person"
        return steps_of(self.rules, self.ways, is_person=is_person, is_minor=application.is_minor)

    def waits(self) -> tuple[Wait, ...]:
        return waits_for(facts_of(self.application, now=self.at), self.rules, self.ways)

    @property
    def is_sent(self) -> bool:
        return self.application.sent_at is not None

    @property
    def is_quiet(self) -> bool:
        """Whether the page's script saves what was typed so far; nobody waits for a page."""
        return QUIETLY in self.request.POST

    @property
    def link(self) -> str:
        """What the applicant keeps."""
        return address_here(self.home_url)

    @property
    def home_url(self) -> str:
        return reverse("application", args=[self.secret])

    def url(self, step: Step) -> str:
        return reverse(f"application-{step}", args=[self.secret])

    def seen_again(self) -> None:
        """Read the row once more after it was saved."""
        self.application = Application.objects.select_related("guardian").get(pk=self.application.pk)

    def page(self, step: Step, form: Any, template: str, **context: Any) -> HttpResponse:
        """One stop, with the way back and forward."""
        steps = self.steps
        before = step_before(steps, step)
        context |= {
            "application": self.application,
            "title": TITLES[step],
            "steps": [] if self.is_sent else [TITLES[each] for each in steps],
            "step": steps.index(step) + 1 if step in steps else 1,
            "back_url": self.home_url if self.is_sent else self.url(before) if before else "",
            "link": self.link,
            "is_sent": self.is_sent,
            "here": "join",
        }
        return form_page(self.request, f"banks/membership/applications/{template}.html", context, form=form)

    def saved(self, *, said: str = "", **context: Any) -> HttpResponse:
        """What the script shows after it saved."""
        context |= {"saved_at": self.at, "zone": bank_zone(self.at), "said": said}
        return render(self.request, "banks/membership/applications/_apply_saved.html", context)

    def onward(self, step: Step) -> HttpResponse:
        """What was filled in is saved: on to the next stop, or, once sent, back to what the application waits for."""
        self.seen_again()
        if self.is_sent:
            messages.success(self.request, "Saved.")
        return redirect(self.next_url(step))

    def next_url(self, step: Step) -> str:
        return self.home_url if self.is_sent else self.url(step_after(self.steps, step))


def blame(form: forms.BaseForm, refused: Iterable[BankError]) -> None:
    """Each refusal beside its field, unless the field has said already what is wrong with it."""
    for each in refused:
        if not (each.field and form.has_error(each.field)):
            add_refusal(form, each)


def by_link(*methods: str) -> Callable[[Callable[[Visit], HttpResponse]], Callable[..., HttpResponse]]:
    """A page of the applicant's own: the view gets a `Visit`, whoever has no open application a friendly page."""

    def wrap(view: Callable[[Visit], HttpResponse]) -> Callable[..., HttpResponse]:
        @require_http_methods(["GET", "HEAD", "POST"] if not methods else list(methods))
        @wraps(view)
        def opened(request: BankRequest, secret: str) -> HttpResponse:
            response = _answer(view, request, secret)
            response["Cache-Control"] = "no-store, private"
            response["X-Robots-Tag"] = "noindex, nofollow"
            return response

        return opened

    return wrap


def _answer(view: Callable[[Visit], HttpResponse], request: BankRequest, secret: str) -> HttpResponse:
    application = application_by_secret(secret)
    if application is None:
        return render(request, "banks/membership/applications/apply_unknown.html", {"here": "join"}, status=NOT_FOUND)
    if application.ended_at is not None:
        context = {
            "application": application,
            "has_joined": application.state == Application.State.JOINED,
            "zone": bank_zone(now()),
            "here": "join",
        }
        return render(request, "banks/membership/applications/apply_ended.html", context, status=GONE)
    return view(Visit(request, application, secret, now()))
