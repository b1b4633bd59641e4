"""What the page of the caretakers shows: the mandate, and proposals with what each named person has answered."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from banks.deciding.proposals.queries import open_proposals
from banks.people.members.queries import names_shown
from banks.people.members.rules import NAMELESS, Viewer
from banks.policies.clock import bank_day
from governance.proposals.models import Proposal
from governance.proposals.queries import latest_version
from governance.stewardship.queries import caretakers_of, mandate_running, words_on


def mandate_shown(viewer: Viewer, at: datetime) -> dict[str, Any] | None:
    """Who looks after the bank until when, or None."""
    mandate, on = mandate_running(at), bank_day(at)
    if mandate is None:
        return None
    people = caretakers_of(mandate)
    names = names_shown(people, viewer, on=on)
    return {
        "caretakers": [names.get(person, NAMELESS) for person in people],
        "ends_on": mandate.ends_on,
        "is_held_over": on > mandate.ends_on,
        "decision_url": reverse("proposal", args=[mandate.decision.version.proposal_id]),
    }


def transfers_open(viewer: Viewer, at: datetime) -> list[dict[str, Any]]:
    """Open proposals to hand the bank over, each with everybody who is named and what they said."""
    rows = [row for row, _ in open_proposals() if row.decision_class == "stewardship"]
    return [_transfer(row, viewer, bank_day(at)) for row in rows]


def _transfer(row: Proposal, viewer: Viewer, on: date) -> dict[str, Any]:
    version = latest_version(row)
    people = [UUID(person) for person in version.effect.get("caretakers", ())]
    said, names = words_on(version.sha256), names_shown(people, viewer, on=on)
    return {
        "id": row.pk,
        "url": reverse("proposal", args=[row.pk]),
        "proposed_at": row.drafted_at,
        "named": [(names.get(person, NAMELESS), said.get(person)) for person in people],
        "missing": sum(not said.get(person, False) for person in people),
        "is_mine": viewer.member_id in people,
        "mine": said.get(viewer.member_id),
    }
