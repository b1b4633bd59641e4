"""The guidelines for everybody, and the administrators' pages of the policy book."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe
from pydantic import BaseModel
from uuid_utils.compat import uuid7

from banks.deciding.proposals.errors import ProposingNotAllowed
from banks.deciding.proposals.queries import deciding_rule, proposals_open_by_kind, rules_are_decided
from banks.deciding.proposals.services import may_propose, propose_rule
from banks.deciding.rule_pages.forms import PolicyForm
from banks.deciding.rule_pages.pages import Origins, authors_of, chapters, keys_applied_later, section_of, steps
from banks.errors import BankError
from banks.people.members.queries import members_by_id
from banks.people.members.rules import Viewer
from banks.people.viewing.requests import BankRequest, require_administrator, require_viewer, viewer_or_none
from banks.policies.clock import now
from banks.policies.errors import PolicyNotFounded
from banks.policies.guidelines import differences
from banks.policies.kinds import HoursPolicy, MembershipPolicy
from banks.policies.queries import InForce, all_in_force, bank_zone, history, policy_in_force, upcoming
from banks.policies.rules import check_may_adopt, may_adopt
from banks.policies.services import adopt_policy
from banks.policies.values import kind_called, kind_title
from banks.ui.form_pages import try_action
from governance.decisions.queries import decisions
from governance.proposals.models import Proposal

LONGEST_TITLE = 150
NEXT_STEP = {
    "meeting_vote": "Choose the meeting that decides it.",
    "coordinator": "A coordinator decides, and tells everybody before it counts.",
    "consent": "A circle decides.",
}


@require_safe
def guidelines(request: BankRequest) -> HttpResponse:
    """The bank's rules in sentences, open to visitors; names of authors are for members."""
    at = now()
    book = all_in_force(at)
    origins = _origins(request, book.all())
    bank_name: str = request.bank.name
    to_come = [_to_come(version) for version in upcoming(at)]
    context = {
        "chapters": chapters(book, origins, bank_name=bank_name),
        "to_come": to_come,
        "waiver": book.value(MembershipPolicy).waiver_required,
        "zone": book.zone,
        "here": "guidelines",
    }
    return render(request, "banks/deciding/rule_pages/guidelines.html", context)


@require_safe
def history_page(request: BankRequest, kind: str) -> HttpResponse:
    """Every version of a kind with what it changed, open to visitors like the guidelines."""
    at = now()
    kind_class = kind_called(kind)
    versions = history(kind)
    if not versions:
        raise PolicyNotFounded(kind=kind)
    hours = policy_in_force(HoursPolicy, at).value
    context = {
        "title": kind_title(kind_class),
        "kind": kind,
        "steps": steps(versions, hours, _names(request, versions), now=at),
        "may_change": _may_change(viewer_or_none(request), kind_class, at),
        "zone": bank_zone(at),
        "here": "guidelines",
    }
    return render(request, "banks/deciding/rule_pages/history.html", context)


@require_safe
def policy_list(request: BankRequest) -> HttpResponse:
    """Every kind with the version in force, for administrators."""
    viewer = require_viewer(request)
    at = now()
    check_may_adopt(may_adopt(viewer) or (may_propose(viewer) and rules_are_decided(at)))
    book = all_in_force(at)
    hours, origins = book.value(HoursPolicy), _origins(request, book.all())
    sections = [section_of(one, hours, origins, bank_name="", only_what_matters=False) for one in book.all()]
    to_come = [_to_come(version) for version in upcoming(at)]
    context = {"sections": sections, "to_come": to_come, "zone": book.zone, "here": "rules"}
    return render(request, "banks/deciding/rule_pages/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def policy_edit(request: BankRequest, kind: str) -> HttpResponse:
    """Change one kind: fill in, read how it will read, adopt."""
    actor = require_viewer(request)
    at = now()
    version = _newest(kind)
    hours = policy_in_force(HoursPolicy, at).value
    rule = deciding_rule(type(version.value), at)
    if rule is None:
        require_administrator(request)
    elif not may_propose(actor):
        raise ProposingNotAllowed()
    form = PolicyForm(request.POST or None, version=version, hours=hours, proposing=rule is not None)
    asked = request.POST.get("step") if request.method == "POST" and form.is_valid() else ""
    if asked == "propose" and rule is not None:
        proposed = try_action(form, lambda: _proposed(actor, form, version, hours, at))
        if proposed is not None:
            messages.success(request, f"Your proposal is written down. {NEXT_STEP[rule.method]}")
            publishes = rule.method == "coordinator" and actor.is_coordinator
            return redirect("publication-new" if publishes else "proposal", proposal_id=proposed.pk)
    if asked == "adopt" and rule is None:
        try:
            adopted = adopt_policy(
                value=form.value,
                effective_at=form.effective_at(now=at, zone=bank_zone(at)),
                actor_id=actor.member_id,
                reason=form.cleaned_data["reason"],
                now=at,
                may_adopt=may_adopt(actor),
                instead_of=form.seen_version(),
            )
        except BankError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        else:
            messages.success(request, f"“{kind_title(type(adopted.value))}” is adopted.")
            return redirect("policy-history", kind=kind)
    context = _edit_context(form, version, hours) | {"decided_by": rule.in_words() if rule else ""}
    return render(request, "banks/deciding/rule_pages/edit.html", context, status=422 if form.errors else 200)


def _proposed(
    actor: Viewer, form: PolicyForm, version: InForce[BaseModel], hours: HoursPolicy, at: datetime
) -> Proposal:
    """The filled form as a proposal, named by the first sentence that would change."""
    changed = differences(version.value, form.value, hours)
    sentence = changed[0].after if changed else kind_title(type(version.value))
    return propose_rule(
        actor=actor,
        key=form.cleaned_data["key"] or uuid7(),
        value=form.value,
        instead_of=form.seen_version() or version.version_id,
        title=sentence if len(sentence) <= LONGEST_TITLE else f"Change “{kind_title(type(version.value))}”",
        reasons=form.cleaned_data["reason"],
        now=at,
    )


def _edit_context(form: PolicyForm, version: InForce[BaseModel], hours: HoursPolicy) -> dict[str, Any]:
    kind_class = type(version.value)
    ready = form.is_bound and not form.errors
    return {
        "form": form,
        "title": kind_title(kind_class),
        "kind": kind_class.kind,  # type: ignore[attr-defined]
        "counts_from": kind_class.counts_from,  # type: ignore[attr-defined]
        "later": keys_applied_later(kind_class),
        "changes": differences(version.value, form.value, hours) if ready else (),
        "ready": ready,
        "here": "rules",
    }


def _may_change(viewer: Viewer | None, kind_class: type[BaseModel], at: datetime) -> bool:
    """Whether this page offers somebody to change the rule, or to propose changing it."""
    if viewer is None:
        return False
    return may_propose(viewer) if deciding_rule(kind_class, at) else may_adopt(viewer)


def _newest(kind: str) -> InForce[BaseModel]:
    """The newest version, also where it begins later: a change continues from there."""
    versions = history(kind)
    if not versions:
        raise PolicyNotFounded(kind=kind)
    return versions[0]


def _to_come(version: InForce[BaseModel]) -> dict[str, Any]:
    kind_class = type(version.value)
    return {
        "kind": kind_class.kind,  # type: ignore[attr-defined]
        "title": kind_title(kind_class),
        "version": version,
    }


def _origins(request: BankRequest, versions: Sequence[InForce[BaseModel]]) -> Origins:
    """Who adopted, which decision ordered it, and what is proposed now."""
    ids = {version.decision_id for version in versions if version.decision_id}
    found = {decision.pk: decision for decision in decisions().filter(pk__in=ids)}
    publishers = {each.publication.published_by_id for each in found.values() if each.publication}
    names = _names(request, versions, publishers)
    return Origins(names=names, decisions=found, proposed=proposals_open_by_kind())


def _names(
    request: BankRequest, versions: Iterable[InForce[BaseModel]], publishers: Iterable[UUID] = ()
) -> dict[UUID, str]:
    """Names of who adopted or published for members who see people; everybody else reads "an administrator"."""
    viewer = viewer_or_none(request)
    if viewer is None or not viewer.sees_people:
        return {}
    return {key: member.name for key, member in members_by_id({*authors_of(versions), *publishers}).items()}
