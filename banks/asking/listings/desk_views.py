"""The desk of those who watch offers and requests (row V-offers)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banks.asking.listings.forms import ReasonForm
from banks.asking.listings.models import Listing, ListingFlag
from banks.asking.listings.presenters import listing_row
from banks.asking.listings.queries import flags_of, listing_by_id, listings_to_look_at
from banks.asking.listings.services import hide_listing, look_at_listing, watches_offers
from banks.asking.listings.viewing import listing_viewer, onlooker
from banks.errors import NotAllowed
from banks.people.members.rules import Viewer
from banks.people.viewing.requests import BankRequest
from banks.policies.clock import now
from banks.ui.form_pages import form_page, try_action

LISTINGS_ON_A_PAGE = 20


def watcher(request: BankRequest) -> Viewer:
    viewer = onlooker(request)
    if not watches_offers(viewer, now=now()):
        raise NotAllowed(who="Those who look after offers and requests")
    return viewer


@require_safe
def desk(request: BankRequest) -> HttpResponse:
    """What is to be looked at: found odd, waiting, new."""
    viewer = watcher(request)
    eye = listing_viewer(viewer)
    page: Any = Paginator(listings_to_look_at(on=eye.today), LISTINGS_ON_A_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    flags = _flags(rows)
    page.object_list = [
        {
            "listing": listing_row(row, eye),
            "waiting": row.state == Listing.State.WAITING,
            "flags": [flag for flag in flags if flag.listing_id == row.pk],
            "fine_url": reverse("listing-fine", args=[row.pk]),
            "hide_url": reverse("listing-hide", args=[row.pk]),
        }
        for row in rows
    ]
    context = {"page": page, "count": page.paginator.count, "here": "listings"}
    return render(request, "banks/asking/listings/desk.html", context)


@require_POST
def fine(request: BankRequest, listing_id: UUID) -> HttpResponse:
    """It is fine."""
    looked = look_at_listing(actor=watcher(request), listing_id=listing_id, now=now())
    messages.success(request, f"“{looked.title}” is fine.")
    return redirect("listings-desk")


@require_http_methods(["GET", "HEAD", "POST"])
def hide(request: BankRequest, listing_id: UUID) -> HttpResponse:
    """Take it off the lists, with a reason that its owner reads."""
    viewer, found = watcher(request), listing_by_id(listing_id)
    hint = "The person who posted it reads this sentence."
    form = ReasonForm(request.POST or None, missing="Please say why; the owner will read it.", help_text=hint)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        hidden = try_action(form, lambda: hide_listing(actor=viewer, listing_id=listing_id, reason=reason, now=now()))
        if hidden is not None:
            messages.success(request, f"“{hidden.title}” is not shown any more. {hidden.member.name} is told why.")
            return redirect("listings-desk")
    context = {
        "listing": listing_row(found, listing_viewer(viewer)),
        "flags": flags_of(found),
        "back_url": reverse("listings-desk"),
        "here": "listings",
    }
    return form_page(request, "banks/asking/listings/hide.html", context, form=form)


def _flags(rows: list[Listing]) -> list[ListingFlag]:
    """What was found odd since somebody last looked, for these rows at once."""
    looked = {row.pk: row.looked_at for row in rows}
    flags = ListingFlag.objects.filter(listing__in=rows).select_related("member").order_by("-made_at")
    return [flag for flag in flags if (at := looked[flag.listing_id]) is None or flag.made_at > at]
