"""Offers and requests: finding them, posting one's own, saying that one looks odd."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banks.asking.listings.errors import ReasonMissing
from banks.asking.listings.forms import ListingSearch, PostForm, ReasonForm, WordingForm, wording_of
from banks.asking.listings.models import Listing
from banks.asking.listings.presenters import HELD_WORDS, REMINDER, contact_of, listing_row
from banks.asking.listings.queries import (
    NEAREST,
    NEWEST,
    Wanted,
    find_listings,
    is_visible,
    listing_by_id,
    listings_to_look_at,
    own_listings,
    towns_with_listings,
)
from banks.asking.listings.services import (
    Posted,
    change_listing,
    close_listing,
    flag_listing,
    post_listing,
    watches_offers,
)
from banks.asking.listings.viewing import listing_viewer, onlooker
from banks.errors import NotFound
from banks.people.members.capabilities import Capability
from banks.people.members.nearness import distance_words
from banks.people.members.queries import members_by_id
from banks.people.members.rules import Viewer
from banks.people.picker.fields import Choice, people_choices
from banks.people.viewing.requests import BankRequest
from banks.policies.clock import bank_day, now
from banks.ui.form_pages import form_page, try_action

LISTINGS_ON_A_PAGE = 24
FILTERS = ("q", "kind", "service", "town", "sort")
PLACES = {"service_id": "service"}


@require_safe
def listings(request: BankRequest) -> HttpResponse:
    """What there is, nearest first for those whose place is known."""
    viewer = onlooker(request)
    eye, at = listing_viewer(viewer), now()
    usual = NEAREST if eye.near else NEWEST
    search = ListingSearch({"sort": usual, **request.GET.dict()}, towns=towns_with_listings(on=eye.today))
    search.is_valid()  # what was not understood is left out
    given: dict[str, Any] = search.cleaned_data
    wanted = Wanted(
        text=given.get("q", "").strip(),
        kind=given.get("kind", ""),
        what=given.get("service"),
        town=given.get("town", ""),
        sort=given.get("sort") or usual,
    )
    found = find_listings(wanted, on=eye.today, near=eye.near)
    page: Any = Paginator(found, LISTINGS_ON_A_PAGE).get_page(request.GET.get("page"))
    page.object_list = [listing_row(listing, eye) for listing in page.object_list]
    kept = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    watches = watches_offers(viewer, now=at)
    context = {
        "search": search,
        "page": page,
        "count": page.paginator.count,
        "filtered": any(kept.get(name) for name in FILTERS if name != "sort"),
        "add_url": _post_address(viewer),
        "mine_url": reverse("listings-mine"),
        "desk_url": reverse("listings-desk") if watches else "",
        "desk_count": listings_to_look_at(on=eye.today).count() if watches else 0,
        "place_url": "" if eye.near else reverse("profile"),
        "keep": f"&{urlencode(kept)}" if kept else "",
        "here": "listings",
    }
    return render(request, "banks/asking/listings/listings.html", context)


@require_safe
def mine(request: BankRequest) -> HttpResponse:
    """One's own, with what became of each."""
    viewer = onlooker(request)
    eye = listing_viewer(viewer)
    shown = [listing_row(listing, eye) for listing in own_listings(viewer)]
    context = {"listings": shown, "add_url": _post_address(viewer), "here": "listings"}
    return render(request, "banks/asking/listings/mine.html", context)


@require_safe
def listing(request: BankRequest, listing_id: UUID) -> HttpResponse:
    """One offer or request, as far as it is shown to who asks."""
    viewer, found = onlooker(request), listing_by_id(listing_id)
    eye, at = listing_viewer(viewer), now()
    own, watches = viewer.speaks_for(found.member_id), watches_offers(viewer, now=at)
    visible = is_visible(found, on=eye.today)
    if not (visible or own or viewer.is_coordinator):
        raise NotFound(listing=listing_id)
    closed = found.state == Listing.State.CLOSED
    context: dict[str, Any] = {
        "listing": listing_row(found, eye),
        "visible": visible,
        "own": own,
        "person": {**contact_of(found.member, viewer, on=eye.today), "name": found.member.name},
        "person_url": reverse("person", args=[found.member_id]),
        "distance_text": "" if own else distance_words(found.member, eye.near),
        "held_words": HELD_WORDS if found.state == Listing.State.HELD else "",
        "hidden_reason": found.hidden_reason if found.state == Listing.State.HIDDEN else "",
        "here": "listings",
    }
    if (own or viewer.is_coordinator) and not closed:
        context["change_url"] = reverse("listing-change", args=[found.pk])
        context["close_url"] = reverse("listing-close", args=[found.pk])
    if not own and visible:
        context["record_url"] = f"{reverse('record')}?with={found.member_id}"
        context["odd_url"] = reverse("listing-odd", args=[found.pk])
    if watches and not closed:
        context["hide_url"] = reverse("listing-hide", args=[found.pk])
    return render(request, "banks/asking/listings/listing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: BankRequest) -> HttpResponse:
    """Offer or ask for something."""
    viewer = onlooker(request)
    begins = {"kind": request.GET.get("kind", "")}
    form = PostForm(request.POST or None, initial=begins, people=_people(viewer))
    if request.method == "POST" and form.is_valid():
        posted = try_action(form, lambda: _posted(viewer, form), places=PLACES)
        if posted is not None:
            _say_what_became(request, posted)
            return redirect("listing", listing_id=posted.listing.pk)
    context = {"back_url": reverse("listings"), "here": "listings"}
    return form_page(request, "banks/asking/listings/post.html", context, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: BankRequest, listing_id: UUID) -> HttpResponse:
    """Say it in other words."""
    viewer, found = onlooker(request), _changeable(request, listing_id)
    form = WordingForm(request.POST or None, initial=wording_of(found))
    if request.method == "POST" and form.is_valid():
        changed = try_action(
            form,
            lambda: change_listing(actor=viewer, listing_id=listing_id, draft=form.draft(found.kind), now=now()),
        )
        if changed is not None:
            waits = changed.state == Listing.State.WAITING
            messages.success(request, "Saved. It is looked at before others see it." if waits else "Saved.")
            return redirect("listing", listing_id=listing_id)
    context = {"listing": found, "back_url": reverse("listing", args=[listing_id]), "here": "listings"}
    return form_page(request, "banks/asking/listings/change.html", context, form=form)


@require_POST
def close(request: BankRequest, listing_id: UUID) -> HttpResponse:
    """It is not wanted any more."""
    closed = close_listing(actor=onlooker(request), listing_id=listing_id, now=now())
    messages.success(request, f"“{closed.title}” is closed. Others no longer see it.")
    return redirect("listings-mine")


@require_http_methods(["GET", "HEAD", "POST"])
def odd(request: BankRequest, listing_id: UUID) -> HttpResponse:
    """Tell those who look after offers and requests that this one looks odd."""
    viewer, found = onlooker(request), listing_by_id(listing_id)
    eye = listing_viewer(viewer)
    if not is_visible(found, on=eye.today):
        raise NotFound(listing=listing_id)
    hint = "Only those who look after offers and requests read it, not the person who posted."
    form = ReasonForm(request.POST or None, missing=ReasonMissing.words, help_text=hint)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        flag = try_action(form, lambda: flag_listing(actor=viewer, listing_id=listing_id, reason=reason, now=now()))
        if flag is not None:
            messages.success(request, "Thank you. Somebody who looks after offers and requests will look at it.")
            return redirect("listings")
    context = {
        "listing": listing_row(found, eye),
        "back_url": reverse("listing", args=[listing_id]),
        "here": "listings",
    }
    return form_page(request, "banks/asking/listings/odd.html", context, form=form)


def _changeable(request: BankRequest, listing_id: UUID) -> Listing:
    viewer, found = onlooker(request), listing_by_id(listing_id)
    if not (viewer.speaks_for(found.member_id) or viewer.is_coordinator):
        raise NotFound(listing=listing_id)
    return found


def _posted(viewer: Viewer, form: PostForm) -> Posted:
    given = form.cleaned_data
    draft = form.draft(given["kind"])
    return post_listing(actor=viewer, draft=draft, now=now(), key=given["key"], member_id=given.get("member"))


def _say_what_became(request: BankRequest, posted: Posted) -> None:
    state = posted.listing.state
    if state == Listing.State.HELD:
        messages.info(request, "Saved. It waits for now; below you read why.")
    elif state == Listing.State.WAITING:
        messages.success(request, "Thank you. It is looked at first, then others see it.")
    elif is_visible(posted.listing, on=bank_day(now())):
        messages.success(request, "Thank you. Others see it now.")
    else:
        messages.info(request, "Saved. It is not on the lists for others at the moment; ask your coordinator.")
    if posted.reminded and state != Listing.State.HELD:
        messages.warning(request, REMINDER)


def _post_address(viewer: Viewer) -> str:
    return reverse("listing-new") if viewer.can(Capability.POST_LISTINGS) or viewer.is_coordinator else ""


def _people(viewer: Viewer) -> list[Choice]:
    """For whom somebody may post: coordinators for everybody, others also for organisations they act for."""
    if viewer.is_coordinator:
        return people_choices()
    return [(str(pk), member.name) for pk, member in members_by_id(viewer.acts_for).items()]
