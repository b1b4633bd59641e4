"""The coordinator's desk: the list of members, helping them in; and powers."""

from datetime import date
from typing import Any
from uuid import UUID

from allauth.account.forms import ResetPasswordForm
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banks.front.member_pages.forms import GrantForm, MemberSearch
from banks.front.member_pages.views import details
from banks.membership.powers.queries import held_powers
from banks.membership.powers.rules import ENDS_SOON, ends_soon
from banks.membership.powers.services import give_power, take_power_back
from banks.people.members.errors import NoMailAddress
from banks.people.members.models import Member, Power
from banks.people.members.queries import current_members, former_members, member_by_id, powers_in_force
from banks.people.members.rules import Viewer
from banks.people.members.services import fewest_administrators
from banks.people.viewing.requests import BankRequest, require_administrator, require_coordinator
from banks.policies.clock import bank_day, now
from banks.policies.kinds import MembershipPolicy
from banks.policies.queries import policy_in_force
from banks.ui.form_pages import form_page, try_action
from ledger.statements import balances_of

ROWS_ON_A_PAGE = 50


@require_safe
def member_list(request: BankRequest) -> HttpResponse:
    """Everybody by name, with number, balance and powers."""
    viewer = require_coordinator(request)
    search = MemberSearch(request.GET or None)
    search.is_valid()  # what was not understood is left out
    given: dict[str, Any] = search.cleaned_data if search.is_bound else {}
    page: Any = Paginator(_found(given), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    members = list(page.object_list)
    balances = balances_of(member.account_id for member in members)
    powers: dict[UUID, list[str]] = {}
    for power in powers_in_force(on=bank_day(now())):
        powers.setdefault(power.member_id, []).append(power.get_kind_display())
    page.object_list = [_row(member, balances[member.account_id], powers.get(member.pk, [])) for member in members]
    kept = {name: request.GET[name] for name in ("q", "left") if request.GET.get(name)}
    context = {
        "search": search,
        "page": page,
        "count": page.paginator.count,
        "keep": f"&{urlencode(kept)}" if kept else "",
        "add_url": reverse("member-new"),
        "paper_url": reverse("paper"),
        "households_url": reverse("households"),
        "organisations_url": reverse("organisations"),
        "upkeep_url": reverse("upkeep"),
        "powers_url": reverse("powers") if viewer.is_administrator else "",
        "here": "members",
    }
    return render(request, "banks/front/member_pages/members.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def member_change(request: BankRequest, member_id: UUID) -> HttpResponse:
    """A coordinator helps with somebody's details."""
    return details(request, require_coordinator(request), member_id)


@require_POST
def member_invite(request: BankRequest, member_id: UUID) -> HttpResponse:
    """Mail somebody a link with which they choose their own password."""
    require_coordinator(request)
    member = member_by_id(member_id)
    form = ResetPasswordForm({"email": member.email})
    if not member.is_current or not member.email or not form.is_valid():
        raise NoMailAddress(name=member.name)
    form.save(request)
    messages.success(request, f"{member.name} gets a mail with a link to choose a password.")
    return redirect("person", member_id=member_id)


@require_http_methods(["GET", "HEAD", "POST"])
def powers(request: BankRequest) -> HttpResponse:
    """Who holds which power until when; administrators give and take them."""
    actor, today = require_administrator(request), bank_day(now())
    form = GrantForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        member = try_action(form, lambda: _granted(actor, form))
        if member is not None:
            messages.success(request, f"{member.name} has this power now, and is told.")
            return redirect("powers")
    held = held_powers(on=today)
    context = {
        "powers": [_power_row(power, today) for power in held],
        "administrators": sum(power.kind == Power.Kind.ADMINISTRATOR for power in held),
        "fewest": fewest_administrators(today),
        "vacant": _vacant({power.kind for power in held}, today),
        "days": ENDS_SOON.days,
        "here": "members",
    }
    return form_page(request, "banks/front/member_pages/powers.html", context, form=form)


@require_POST
def power_end(request: BankRequest, power_id: UUID) -> HttpResponse:
    """Take a power back at once."""
    ended = take_power_back(actor=require_administrator(request), power_id=power_id, now=now())
    messages.success(request, f"{ended.member.name} no longer holds this power: {ended.get_kind_display()}.")
    return redirect("powers")


def _granted(actor: Viewer, form: GrantForm) -> Member:
    given = form.cleaned_data
    return give_power(actor=actor, member_id=given["member"], kind=given["kind"], ends_on=given["ends_on"], now=now())


def _power_row(power: Power, today: date) -> dict[str, Any]:
    return {
        "pk": power.pk,
        "name": power.member.name,
        "label": power.get_kind_display(),
        "begins_on": power.begins_on,
        "ends_on": power.ends_on,
        "soon": ends_soon(power.ends_on, on=today),
    }


def _vacant(held: set[str], today: date) -> list[str]:
    """What nobody holds, of what this bank's rules have a use for."""
    rules = policy_in_force(MembershipPolicy, today).value
    unused = set() if rules.screening else {Power.Kind.SCREENING.value}
    if rules.orientation == "none":
        unused.add(Power.Kind.ORIENTATIONS.value)
    return [kind.label for kind in Power.Kind if kind.value not in held | unused]


def _found(given: dict[str, Any]) -> QuerySet[Member]:
    members = former_members() if given.get("left") else current_members()
    if text := given.get("q", "").strip():
        number = Q(number=int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else Q()
        members = members.filter(Q(name__icontains=text) | number if number else Q(name__icontains=text))
    return members.select_related("user")


def _row(member: Member, balance_minutes: int, held: list[str]) -> dict[str, Any]:
    user = member.user
    return {
        "number": member.number,
        "name": member.name,
        "town": member.town,
        "balance_minutes": balance_minutes,
        "joined_on": member.joined_on,
        "left_on": member.left_on,
        "powers": held,
        "can_sign_in": user is not None and (bool(user.email) or user.has_usable_password()),
        "url": reverse("person", args=[member.pk]),
    }
