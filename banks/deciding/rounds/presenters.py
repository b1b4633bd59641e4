"""Rounds as pages show them: plain values; names only for those who may see people.

Called by: the views of this slice, and the record of a proposal.
"""

from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import Any
from uuid import UUID

from django.urls import reverse

from banks.deciding.effects import PolicyBody, changes_of
from banks.deciding.rounds.queries import circle_above, leads_round
from banks.people.members.queries import names_shown
from banks.people.members.rules import NAMELESS, Viewer
from banks.policies.circles_in_force import circle_name
from banks.policies.clock import bank_day
from governance.acts.registry import effect_in_words, parsed
from governance.circle_policy import ConsentPolicy
from governance.decisions.models import Decision
from governance.meetings.queries import in_attendance
from governance.methods.consent import Standing
from governance.proposals.models import Proposal
from governance.rounds.models import ConsentRound, Objection
from governance.rounds.queries import (
    answers_now,
    answers_of,
    objections_carried_over,
    objections_of,
    open_rounds,
    outcome_of_round,
    people_of,
    remarks_of,
    rounds_of,
    rule_of_round,
    written_by_the_secretary,
)
from governance.rounds.services import ANSWERED_IN
from governance.selections.queries import handed_in, open_selections
from governance.selections.queries import people_of as selectors_of

ANSWER_WORDS = {"consent": "consents", "object": "objects", "stand_aside": "stands aside"}
BY_SECRETARY = "said in the meeting, written down by its secretary"
ENDED_WORDS = {
    "withdrawn": "taken back by who raised it",
    "integrated": "built in: who raised it consents to the version adopted",
}


def round_shown(asked: ConsentRound, viewer: Viewer, at: datetime) -> dict[str, Any]:
    """Everything the page of a round says."""
    people, said = people_of(asked), answers_of(asked, at)
    names = _names(asked, people, viewer, at)
    stands = outcome_of_round(asked, at)
    _, body = parsed(asked.version.effect)
    leads = leads_round(viewer, asked, at)
    is_open = asked.closed_at is None and stands.standing is not Standing.LAPSED
    return {
        "round": asked,
        "proposal": asked.version.proposal,
        "version": asked.version,
        "circle": circle_name(asked.circle, at),
        "changes": changes_of(body) if isinstance(body, PolicyBody) else (),
        "words": effect_in_words(asked.version.effect),
        "stands": stands,
        "is_open": is_open,
        "is_asking": asked.stage in ANSWERED_IN,
        "answers_here": answers_now(asked, viewer.member_id, at),
        "decision": Decision.objects.filter(round=asked).first(),
        "people": _people_rows(asked, people, said, names),
        "remarks": [(names.get(r.person_id, NAMELESS), r) for r in remarks_of(asked)],
        "objections": [_objection(each, names, viewer) for each in objections_of(asked)],
        "carried_over": [_objection(each, names, viewer) for each in objections_carried_over(asked)],
        "is_heard": viewer.member_id in people or viewer.member_id == asked.version.proposal.author_id,
        "is_asked": people.get(viewer.member_id, False),
        "is_about_me": people.get(viewer.member_id) is False,
        "mine": said.get(viewer.member_id, ""),
        "waits_for_others": asked.nominee_id == viewer.member_id and stands.missing > 1,
        "may_stand_aside": rule_of_round(asked).stand_aside,
        "leads": leads,
        "stages": ConsentRound.Stage.choices,
        "above": circle_name(circle_above(asked.circle, at), at) if leads and circle_above(asked.circle, at) else "",
        "writes_for": _writes_for(asked, viewer, people, said, names, at),
        "may_lay_down": leads or viewer.member_id == asked.version.proposal.author_id,
    }


def _names(asked: ConsentRound, people: Iterable[UUID], viewer: Viewer, at: datetime) -> dict[UUID, str]:
    wanted = {*people, asked.version.proposal.author_id}
    wanted |= {each.response.person_id for each in objections_carried_over(asked)}
    return names_shown(wanted, viewer, on=bank_day(at))


def _people_rows(
    asked: ConsentRound, people: dict[UUID, bool], said: dict[UUID, str], names: dict[UUID, str]
) -> list[dict[str, str]]:
    """Each of the circle and what they said, by name; who has not answered first."""
    rows, by_secretary = [], written_by_the_secretary(asked) & said.keys()
    for person, is_asked in people.items():
        words = ANSWER_WORDS.get(said.get(person, ""), "")
        if not words:
            words = "has not answered yet" if is_asked else "is heard and not asked: it is about them"
        note = BY_SECRETARY if person in by_secretary else "asked last" if person == asked.nominee_id else ""
        rows.append({"name": names.get(person, NAMELESS), "said": said.get(person, ""), "words": words, "note": note})
    return sorted(rows, key=lambda row: (bool(row["said"]), row["name"]))


def _objection(objection: Objection, names: dict[UUID, str], viewer: Viewer) -> dict[str, Any]:
    person = objection.response.person_id
    return {
        "id": objection.pk,
        "by": names.get(person, NAMELESS),
        "note": BY_SECRETARY if objection.response.written_by_id != person else "",
        "reason": objection.reason,
        "harms": objection.harms,
        "at": objection.response.at,
        "is_open": objection.ended_at is None,
        "ended": ENDED_WORDS.get(objection.ended_how, ""),
        "ended_words": objection.ended_words,
        "is_mine": person == viewer.member_id,
    }


def _writes_for(
    asked: ConsentRound,
    viewer: Viewer,
    people: dict[UUID, bool],
    said: dict[UUID, str],
    names: dict[UUID, str],
    at: datetime,
) -> list[dict[str, Any]]:
    """For whom the secretary of a meeting that is on may write down an answer, or an objection (C2)."""
    meeting = asked.meeting
    if meeting is None or meeting.secretary_id != viewer.member_id or meeting.closed_at is not None:
        return []
    if asked.stage not in ANSWERED_IN:
        return []
    there, object_url = in_attendance(meeting, at), reverse("round-object", args=[asked.pk])
    return [
        {
            "id": person,
            "name": names.get(person, NAMELESS),
            "may_consent": person not in said,
            "object_url": f"{object_url}?person={person}" if said.get(person) != "object" else "",
        }
        for person, is_asked in people.items()
        if is_asked and person in there and person != viewer.member_id
    ]


def spoken_for(asked: ConsentRound, viewer: Viewer, person: UUID | None, at: datetime) -> str:
    """The name of somebody there for whom this viewer may write down an objection; empty otherwise."""
    rows = round_shown(asked, viewer, at)["writes_for"] if person is not None else []
    return next((row["name"] for row in rows if row["id"] == person and row["object_url"]), "")


def rounds_listed(viewer: Viewer, at: datetime) -> dict[str, list[dict[str, Any]]]:
    """Open rounds: those that wait for this member's answer, and the others."""
    waiting: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for asked in open_rounds():
        people, said = people_of(asked), answers_of(asked, at)
        stands = outcome_of_round(asked, at)
        row = {
            "title": asked.version.proposal.title,
            "url": reverse("round", args=[asked.pk]),
            "circle": circle_name(asked.circle, at),
            "line": stands.arithmetic,
            "answer_by": asked.answer_by,
            "stage": asked.get_stage_display(),
        }
        waits = people.get(viewer.member_id, False) and viewer.member_id not in said
        (waiting if waits and stands.standing is not Standing.LAPSED else others).append(row)
    return {"waiting": waiting, "others": others}


def selections_listed(viewer: Viewer, at: datetime) -> list[dict[str, Any]]:
    """Roles that are being filled, and whether this member's name is waited for."""
    return [
        {
            "title": f"Who is {each.role.name}?",
            "url": reverse("selection", args=[each.pk]),
            "circle": circle_name(each.circle, at),
            "words": each.get_stage_display(),
            "waits": each.stage == "nominate" and viewer.member_id in selectors_of(each) - handed_in(each),
        }
        for each in open_selections()
    ]


def rounds_recorded(proposal: Proposal, viewer: Viewer, at: datetime, zone: tzinfo) -> list[dict[str, Any]]:
    """Every round about a proposal for its record: who was asked, what each said, objections and how each ended."""
    return [_recorded(asked, viewer, at, zone) for asked in rounds_of(proposal)]


def _recorded(asked: ConsentRound, viewer: Viewer, at: datetime, zone: tzinfo) -> dict[str, Any]:
    people, said = people_of(asked), answers_of(asked, asked.closed_at or at)
    names = _names(asked, people, viewer, at)
    decision = Decision.objects.filter(round=asked).first()
    rule: ConsentPolicy = rule_of_round(asked)
    objections = objections_of(asked)
    return {
        "id": str(asked.pk),
        "version": asked.version.number,
        "circle": circle_name(asked.circle, at),
        "opened_at": asked.opened_at.astimezone(zone),
        "answer_by": asked.answer_by.astimezone(zone),
        "closed_at": asked.closed_at.astimezone(zone) if asked.closed_at else None,
        "outcome": asked.get_outcome_display(),
        "fewest_consents": rule.min_explicit,
        "arithmetic": outcome_of_round(asked, at).arithmetic,
        "people": [
            (row["name"], f"{row['words']} ({row['note']})" if row["note"] else row["words"])
            for row in _people_rows(asked, people, said, names)
        ],
        "objections": [_objection_recorded(each, names, viewer, zone) for each in objections],
        "decision": None
        if decision is None
        else {
            "number": decision.number,
            "verdict": decision.verdict,
            "decided_at": decision.decided_at.astimezone(zone),
            "review_on": decision.review_on,
            "chain_sha256": decision.chain_sha256,
        },
    }


def _objection_recorded(objection: Objection, names: dict[UUID, str], viewer: Viewer, zone: tzinfo) -> dict[str, Any]:
    """Words of an objection are for those who see people: they are about neighbors."""
    shown = _objection(objection, names, viewer)
    hidden = not viewer.sees_people
    return {
        "by": shown["by"],
        "note": shown["note"],
        "at": objection.response.at.astimezone(zone),
        "reason": "" if hidden else objection.reason,
        "harms": "" if hidden else objection.harms,
        "ended": shown["ended"],
        "ended_at": objection.ended_at.astimezone(zone) if objection.ended_at else None,
    }
