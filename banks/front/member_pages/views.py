"""Finding each other: the directory, a person's page, and one's own details."""

import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from banks.errors import NotFound
from banks.front.member_pages.forms import DetailsForm, DirectorySearch
from banks.hours.exchanges.queries import last_services
from banks.hours.figures.queries import trust_of
from banks.membership.leaving.queries import story_of
from banks.membership.sign_in_help.queries import helping_role
from banks.membership.sign_in_help.rules import may_help
from banks.people.members.capabilities import Capability
from banks.people.members.models import Member
from banks.people.members.nearness import distance_words, nearest_first, own_point
from banks.people.members.queries import able, find_members, listed_members, member_by_id
from banks.people.members.rules import Viewer, may_see_contact
from banks.people.members.services import change_profile
from banks.people.members.view_limit import count_view
from banks.people.viewing.requests import BankRequest, require_onlooker, require_viewer
from banks.policies.clock import bank_day, now
from banks.ui.form_pages import form_page, try_action

PEOPLE_ON_A_PAGE = 24


@require_safe
def directory(request: BankRequest) -> HttpResponse:
    """Who can help? By word, service and town."""
    viewer, at = require_onlooker(request), now()
    count_view(viewer, now=at)
    today = bank_day(at)
    search = DirectorySearch(request.GET or None, on=today)
    search.is_valid()  # what was not understood is left out
    given: dict[str, Any] = search.cleaned_data if search.is_bound else {}
    found = find_members(
        listed_members(on=today),
        text=given.get("q", "").strip(),
        service_id=given.get("service"),
        town=given.get("town", ""),
    )
    near = own_point(viewer)
    if near and given.get("sort") == "near":
        found = nearest_first(found, near)
    page: Any = Paginator(found, PEOPLE_ON_A_PAGE).get_page(request.GET.get("page"))
    seen = last_services(member.pk for member in page.object_list)
    page.object_list = [
        {
            **_contact(member, viewer, listed=True),
            "url": reverse("person", args=[member.pk]),
            "services": [service.name for service in member.services.all()],
            "distance_text": "" if member.pk == viewer.member_id else distance_words(member, near),
            "seen": f"Last exchange in {seen[member.pk]:%B %Y}" if member.pk in seen else "",
        }
        for member in page.object_list
    ]
    kept = {name: request.GET[name] for name in ("q", "service", "town", "sort") if request.GET.get(name)}
    context = {
        "search": search,
        "page": page,
        "count": page.paginator.count,
        "keep": f"&{urlencode(kept)}" if kept else "",
        "place_url": "" if near else reverse("profile"),
        "here": "directory",
    }
    return render(request, "banks/front/member_pages/directory.html", context)


@require_safe
def person(request: BankRequest, member_id: UUID) -> HttpResponse:
    """One member, as far as they show themselves; who is not listed is shown to coordinators only."""
    viewer, at = require_onlooker(request), now()
    own, today = member_id == viewer.member_id, bank_day(at)
    if not own:
        count_view(viewer, now=at)
    member = member_by_id(member_id)
    listed = listed_members(on=today).filter(pk=member_id).exists()
    if not (own or listed or viewer.is_coordinator):
        raise NotFound(member=member_id)
    trust, can_exchange = trust_of(member.pk), bool(able([member], Capability.EXCHANGE, on=today))
    services = member.services.select_related("category")
    context: dict[str, Any] = {
        "person": {
            **_contact(member, viewer, listed=listed),
            "number": member.number,
            "about": member.about,
            "joined_on": member.joined_on,
            "left_on": member.left_on,
            "services": [service.name for service in services],
        },
        "trust": [("Exchanges", trust["exchanges"]), ("With different people", trust["partners"])],
        "record_url": f"{reverse('record')}?with={member.pk}" if can_exchange and viewer.records_hours else "",
        "here": "directory",
    }
    if own:
        context |= {"edit_url": reverse("profile"), "record_url": ""}
    elif viewer.is_coordinator:
        context |= _desk(member, viewer)
    if not own and member.is_current and may_help(viewer, owner=helping_role(at)):
        context["help_url"] = reverse("sign-in-help", args=[member.pk])
    return render(request, "banks/front/member_pages/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: BankRequest) -> HttpResponse:
    """One's own details."""
    viewer = require_viewer(request)
    return details(request, viewer, viewer.member_id)


def details(request: BankRequest, viewer: Viewer, member_id: UUID) -> HttpResponse:
    """Details of a member, changed by themselves or by a coordinator."""
    member = member_by_id(member_id)
    back_url = reverse("person", args=[member.pk]) if viewer.sees_people else reverse("home")
    form = DetailsForm(request.POST or None, member=member)
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in form.details()}
        service_ids = form.cleaned_data["services"]
        done = try_action(
            form,
            lambda: change_profile(
                actor=viewer, member_id=member_id, changes=changes, service_ids=service_ids, now=now()
            ),
        )
        if done is not None:
            messages.success(request, "Saved.")
            return redirect(back_url if viewer.sees_people else "profile")
    own = member_id == viewer.member_id
    context = {"person": member, "own": own, "back_url": back_url, "here": "profile" if own else "members"}
    return form_page(request, "banks/front/member_pages/change.html", context, form=form)


def _contact(member: Member, viewer: Viewer, *, listed: bool) -> dict[str, str]:
    """Name, town, and each contact field only as far as its owner shows it."""

    def shown(value: str, shows: str) -> str:
        return value if may_see_contact(viewer, subject_id=member.pk, shows=shows, listed=listed) else ""

    phone = shown(member.phone, member.shows_phone)
    return {
        "name": member.name,
        "town": member.town,
        "email": shown(member.email, member.shows_email),
        "phone": phone,
        "phone_href": "tel:" + re.sub(r"[^+\d]", "", phone) if phone else "",
        "street": shown(member.street, member.shows_street),
    }


def _desk(member: Member, viewer: Viewer) -> dict[str, Any]:
    """What a coordinator can do from a person's page."""
    address: dict[str, Any] = {
        "statement_url": f"{reverse('statement')}?member={member.pk}",
        "edit_url": reverse("member-change", args=[member.pk]),
        "waiver_url": reverse("waiver-of", args=[member.pk]),
    }
    if member.is_current:
        address["end_url"] = reverse("member-end", args=[member.pk])
        if viewer.can(Capability.VOTE) and member.pk != viewer.member_id:
            address["removal_url"] = reverse("removal-propose", args=[member.pk])
    address |= {"story": story_of(member, now=now()), "household": member.household, "has_died": member.has_died}
    if member.resting_since is not None:
        address["wake_url"] = reverse("member-wake", args=[member.pk])
    if not member.is_current and member.erased_at is None:
        address["return_url"] = reverse("member-return", args=[member.pk])
        if viewer.is_administrator:
            address["erase_url"] = reverse("member-erase", args=[member.pk])
            address["data_url"] = reverse("member-data-file", args=[member.pk])
    if member.kind == Member.Kind.ORGANISATION:
        address["acting_url"] = reverse("acting-for", args=[member.pk])
    if member.is_current and member.email:
        address["invite_url"] = reverse("member-invite", args=[member.pk])
    return address
