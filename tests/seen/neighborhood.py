"""A bank in which everybody has something of their own, and has lived with those who will be kept from seeing it.

Guarantees: a string that stands nowhere else in every field somebody keeps to themselves; with each of the
viewers exchanges, an undone one, one that waits, gatherings, thanks for a newcomer, and mails about all that.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from allauth.mfa.models import Authenticator

from banks.asking.listings.services import Draft, post_listing
from banks.deciding.proposals.services import propose_agreement
from banks.deciding.stewardship.services import propose_transfer
from banks.hours.catalogue.models import Service
from banks.hours.events.models import Event
from banks.hours.events.rules import Present
from banks.hours.events.services import AttendanceList, record_event, undo_event
from banks.hours.exchanges.models import Exchange
from banks.hours.exchanges.rules import Part
from banks.hours.exchanges.services import Report, record_exchange, undo_exchange
from banks.hours.grants.models import GiftAuthorisation
from banks.membership.applications.queries import digest
from banks.membership.joining.services import enrol_member
from banks.membership.leaving.links import wake_token
from banks.membership.screening.services import add_reference
from banks.membership.waivers.models import WaiverSignature
from banks.people.members.models import ActingFor, Clearance, Household, Member, Power
from banks.people.members.queries import viewer_of
from banks.people.members.rules import Viewer
from banks.people.members.services import NewMember
from banks.policies.clock import bank_day
from banks.policies.kinds import HoursPolicy, MembershipPolicy
from banks.policies.queries import policy_in_force
from banks.policies.services import adopt_policy
from governance.ballots.models import Ballot
from governance.ballots.services import cast_vote
from governance.decision_rule import DecisionRule
from governance.decisions.publishing import publish_decision, say_word
from governance.decisions.services import close_vote
from governance.meetings.services import close_meeting
from governance.stewardship.services import begin_mandate
from tests.circles.planting import plant_circle
from tests.governance.assembly import frame
from tests.meetings.evening import open_vote_on
from tests.orientations.planning import planned_in
from tests.pipeline.applying import applied
from tests.rounds.asked import asked_kitchen

# Who looks, and what has become of them once the neighborhood has lived a while.
RESTRICTED, SUPERVISED, PENDING, OVERDUE = "Amos", "Carl", "Beth", "Dora"
ALONE = (RESTRICTED, SUPERVISED, PENDING, OVERDUE)
FULL, RESTING, MINOR, UNSIGNED = "Anne", "Ida", "Nina", "Jean"
UNLISTED = (*ALONE, RESTING, MINOR, UNSIGNED)
VIEWERS = (*ALONE, FULL, RESTING, MINOR, UNSIGNED)
KEPT = ("email", "phone", "street")  # each shown only as far as its owner allows
ORGANISATION = "Adrian"  # Bill acts for it, and so did who is restricted
SECRET = "of-the-link-of-an-applicant-whom-bill-brought-here"
RESERVED = "Karen"  # shows nothing to members; Bill and everybody else shows all


PLANTED = re.compile(r"zq\d\d[a-z]+?qz")


@dataclass
class Neighborhood:
    """The bank's people and records by name, what was planted where, and when the restrictions began."""

    planted: dict[str, tuple[str, str]] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    ids: dict[str, list[Any]] = field(default_factory=dict)
    since: datetime | None = None

    def plant(self, owner: str, what: str) -> str:
        """A string that is the owner's own; short enough for a postal code."""
        owners = list(dict.fromkeys(each for each, _ in self.planted.values()))
        number = owners.index(owner) if owner in owners else len(owners)
        text = f"zq{number:02}{what[:6]}qz"
        self.planted[text] = (owner, what)
        return text

    def heard_in(self, text: str) -> dict[str, tuple[str, str]]:
        """What was planted and stands in a text, however it is spaced or written."""
        bare = "".join(text.split()).lower()
        return {each: self.planted[each] for each in set(PLANTED.findall(bare)) & self.planted.keys()}


def live_together(now: datetime) -> Neighborhood:
    """Everything above, made by the same services as everywhere; the caller has entered the bank."""
    here = Neighborhood()
    for member in Member.objects.filter(left_on=None):
        _furnish(here, member)
    _before(here, now - timedelta(days=2))
    _restrict(now)
    here.since = now
    _after(here, now)
    _decide(here, now)
    return here


def _furnish(here: Neighborhood, member: Member) -> None:
    name = member.name
    here.people[name] = member.pk
    shows = "nobody" if name == RESERVED else "members"
    Member.objects.filter(pk=member.pk).update(
        name=f"{name} {here.plant(name, 'name')}",
        email=f"{here.plant(name, 'email')}@example.org",
        phone=here.plant(name, "phone"),
        street=here.plant(name, "street"),
        town=here.plant(name, "town"),
        about=here.plant(name, "about"),
        postal_code=here.plant(name, "postal"),
        shows_email=shows,
        shows_phone=shows,
        shows_street=shows,
    )


def _before(here: Neighborhood, then: datetime) -> None:
    """While everybody took part in everything."""
    day = bank_day(then)
    note, costs, reason = (here.plant("Bill", what) for what in ("note", "costs", "reason"))
    bill, cora, ada = (viewer(here, name, on=day) for name in ("Bill", "Cora", "Ada"))
    notes = {"note": note, "costs_note": costs}
    for name in VIEWERS:
        alone, receiver = [Part(bill.member_id, 60)], here.people[name]
        together = [Part(bill.member_id, 30), Part(here.people[RESERVED], 45)]
        stands = _record(bill, alone, receiver, day, then, **notes)
        waits = _record(bill, alone, receiver, day, then, **notes)
        assert Exchange.objects.get(pk=waits).state == Exchange.State.HELD
        undone = _record(bill, together, receiver, day, then, **notes)
        undo_exchange(actor=bill, exchange_id=undone, reason=reason, now=then)
        later = _record(bill, alone, receiver, day - timedelta(days=9), then, **notes)
        here.ids[f"exchange of {name}"] = [stands, waits, undone, later]
    between = {"note": here.plant(RESERVED, "note"), "costs_note": here.plant(RESERVED, "costs")}
    karen = viewer(here, RESERVED, on=day)
    here.ids["exchange_id"] = [_record(karen, [Part(karen.member_id, 60)], bill.member_id, day, then, **between)]
    adopt_policy(
        value=policy_in_force(HoursPolicy, then).value.model_copy(update={"unit_name": "Dollar of Time"}),
        effective_at=then,
        actor_id=ada.member_id,
        reason="It sounds better",
        now=then,
        may_adopt=True,
    )
    _write_down(here, bill, cora, then)


def _write_down(here: Neighborhood, bill: Viewer, cora: Viewer, then: datetime) -> None:
    """What stands beside exchanges: a listing, applications, a reference, a signature, a household, a passkey."""
    day = bank_day(then)
    title, words = here.plant("Bill", "title"), here.plant("Bill", "words")
    listing = post_listing(actor=bill, draft=Draft("offer", _service(), title, words), now=then).listing
    newcomer = applied(here.plant("Newcomer", "name"), now=then, town=here.plant("Newcomer", "town"))
    applied(
        "Seeker", now=then, sent=False, secret_sha256=digest(SECRET), recruited_by_id=bill.member_id
    )  # whoever has this link reads the seeker's own answers, and nothing of members
    reference = add_reference(
        application=newcomer,
        name=here.plant("Friend", "name"),
        contact=here.plant("Friend", "phone"),
        relation=here.plant("Friend", "words"),
        now=then,
    )
    signature = WaiverSignature.objects.create(
        member_id=bill.member_id,
        version="1",
        policy_version_id=policy_in_force(MembershipPolicy, then).version_id,
        text_sha256="0" * 64,
        signer_name=here.plant("Bill", "signer"),
        method="paper",
        signed_at=then,
    )
    home = Household.objects.create(name=here.plant("Bill", "home"), made_at=then)
    Member.objects.filter(pk__in=[here.people[each] for each in ("Bill", RESERVED, RESTRICTED)]).update(household=home)
    Member.objects.filter(pk=here.people[ORGANISATION]).update(kind=Member.Kind.ORGANISATION)
    acting = [
        ActingFor.objects.create(
            organisation_id=here.people[ORGANISATION], person_id=here.people[each], begins_on=day - timedelta(days=9)
        )
        for each in ("Bill", RESTRICTED)
    ]
    passkey = Authenticator.objects.create(
        user=Member.objects.get(pk=bill.member_id).user, type="webauthn", data={"name": here.plant("Bill", "key")}
    )
    here.ids |= {
        "member_id": [bill.member_id, here.people[RESERVED], here.people[ORGANISATION], cora.member_id],
        "listing_id": [listing.pk],
        "application_id": [newcomer.pk],
        "other_id": [newcomer.pk],
        "reference_id": [reference.pk],
        "note_id": [reference.sealed_note_id],
        "signature_id": [signature.pk],
        "orientation_id": [planned_in(days=3, now=then).pk],
        "power_id": [Power.objects.filter(member=cora.member_id).values_list("pk", flat=True)[0]],
        "pk": [passkey.pk],
        "secret": [SECRET],
        "household_id": [home.pk],
        "acting_id": [each.pk for each in acting],
    }


def _restrict(now: datetime) -> None:
    today = bank_day(now)
    cleared = Clearance.objects.filter
    cleared(member__name__startswith=f"{RESTRICTED} ").update(access="group_events_only", decided_on=today)
    cleared(member__name__startswith=f"{SUPERVISED} ").update(access="supervised", decided_on=today)
    cleared(member__name__startswith=f"{PENDING} ").delete()
    cleared(member__name__startswith=f"{OVERDUE} ").update(review_on=today - timedelta(days=5))
    Member.objects.filter(name__startswith=f"{RESTING} ").update(resting_since=today)
    Member.objects.filter(name__startswith=f"{MINOR} ").update(is_minor=True)
    Member.objects.filter(name__startswith=f"{UNSIGNED} ").update(waiver_version="0")


def _after(here: Neighborhood, now: datetime) -> None:
    """Gatherings, a newcomer each of them brought in, and an exchange of old that is undone now."""
    day = bank_day(now)
    bill, cora = viewer(here, "Bill", on=day), viewer(here, "Cora", on=day)
    for name in VIEWERS:
        later = here.ids[f"exchange of {name}"][-1]
        undo_exchange(actor=bill, exchange_id=later, reason=here.plant("Bill", "after"), now=now)
        new = NewMember(name=here.plant(f"Newcomer of {name}", "name"), joined_on=day, recruited_by=here.people[name])
        enrol_member(actor=cora, new=new, now=now)
    present = [Present(here.people[name]) for name in (*VIEWERS, "Bill", RESERVED)]
    meeting = _gather(here, cora, present, "Meeting of all", day, now)
    undone = _gather(here, cora, present, "Meeting of nobody", day - timedelta(days=1), now)
    undo_event(actor=cora, event_id=undone.pk, reason=here.plant("Cora", "reason"), now=now)
    here.ids["token"] = [wake_token(Member.objects.get(pk=here.people[RESTING]))]
    here.ids["event_id"] = [meeting.pk, undone.pk]


def _decide(here: Neighborhood, now: datetime) -> None:
    """A vote that was taken, with the names of everybody in the minutes, and one that is being taken."""
    day = bank_day(now)
    cora = viewer(here, "Cora", on=day)
    people = [here.people[name] for name in ("Bill", *VIEWERS, RESERVED)]  # the last one keeps the minutes
    ballots = [
        open_vote_on(
            propose_agreement(
                actor=cora, key=uuid4(), title=title, text=f"{title}, always", reasons="Why not", now=now
            ),
            people=people,
            title=title,
            now=now,
        )
        for title in ("We sing", "We dance")
    ]
    taken = ballots[0]
    cast_vote(ballot_id=taken.pk, person_id=people[0], choice="yes", now=now)
    close_vote(ballot_id=taken.pk, actor_id=people[0], now=now, zone=UTC)
    written = ", ".join(Member.objects.filter(pk__in=(people[0], people[-1])).values_list("name", flat=True))
    close_meeting(meeting_id=taken.announcement.meeting_id, minutes_text=f"There were {written}.", now=now)
    _publish(here, cora, now)
    here.ids |= plant_circle("all", "All together", people, now=now)
    here.ids |= {
        "ballot_id": [each.pk for each in ballots],
        "notice_id": [each.announcement_id for each in ballots],
        "meeting_id": [each.announcement.meeting_id for each in ballots],
        "proposal_id": [*here.ids.get("proposal_id", []), *(each.version.proposal_id for each in ballots)],
    }
    asked = asked_kitchen(author=cora, people=people, words=here.plant("Bill", "object"), now=now)
    here.ids |= {"round_id": [asked.round_id], "objection_id": [asked.objection_id]}
    here.ids["selection_id"] = [asked.selection_id]
    here.ids["proposal_id"].append(asked.proposal_id)
    _hand_over(here, cora, taken, now)


def _hand_over(here: Neighborhood, cora: Viewer, taken: Ballot, now: datetime) -> None:
    """Caretakers who look after the bank, and others who are asked to."""
    named = [here.people["Bill"], cora.member_id]
    asked = propose_transfer(actor=cora, key=uuid4(), caretakers=named, leaving=[], reasons="We move", now=now)
    here.ids["proposal_id"].append(asked.pk)
    people = [here.people["Bill"], here.people[RESERVED]]
    begin_mandate(decision_id=taken.decision.pk, people=people, ends_on=bank_day(now) + timedelta(days=90), now=now)


def _publish(here: Neighborhood, cora: Viewer, now: datetime) -> None:
    """A published decision with a word of Bill's about it, and hours that may be given to him."""
    proposal = propose_agreement(actor=cora, key=uuid4(), title="We hum", text="We hum.", reasons="Why not", now=now)
    rule = DecisionRule(method="coordinator", forum="office")
    publish_decision(
        proposal=proposal, frame=frame(rule, delay_days=7), recipients={}, actor_id=cora.member_id, now=now, zone=UTC
    )
    bill, word = here.people["Bill"], here.plant("Bill", "spoken")
    say_word(proposal_id=proposal.pk, person_id=bill, text=word, asks_review=False, now=now)
    gift = GiftAuthorisation.objects.create(
        decision_id=uuid4(), recipient_id=bill, minutes_most=600, ends_on=bank_day(now) + timedelta(days=99),
        purpose=here.plant("Bill", "rides"), authorised_at=now,
    )  # fmt: skip
    here.ids |= {"proposal_id": [proposal.pk], "authorisation_id": [gift.pk]}


def _gather(here: Neighborhood, cora: Viewer, present: list[Present], title: str, on: date, now: datetime) -> Event:
    attendance = AttendanceList(
        key=uuid4(),
        kind="meeting",
        title=title,
        held_on=on,
        minutes=60,
        people=present,
        supervised_by=here.people[RESERVED],
    )
    return record_event(actor=cora, attendance=attendance, now=now)[0]


def _record(actor: Viewer, providers: list[Part], receiver: UUID, on: date, now: datetime, **notes: str) -> UUID:
    report = Report(
        key=uuid4(), providers=providers, receivers=[receiver], service_id=_service(), service_date=on, **notes
    )
    return record_exchange(actor=actor, report=report, channel=Exchange.Channel.PAGE, now=now).exchange.pk


def _service() -> UUID:
    return Service.objects.order_by("name").values_list("pk", flat=True)[0]


def viewer(here: Neighborhood, name: str, *, on: date) -> Viewer:
    return viewer_of(Member.objects.get(pk=here.people[name]), on=on)
