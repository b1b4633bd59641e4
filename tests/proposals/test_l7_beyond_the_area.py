"""Row L7: beyond ten miles two-thirds of those in attendance admit somebody, and nobody else does."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from banks.deciding.meetings.services import Call, call_meeting
from banks.membership.applications.facts import facts_of
from banks.membership.applications.models import Application
from banks.membership.applications.rules import Want, waits_for
from banks.notices.models import Notice
from banks.policies.kinds import ApplicationsPolicy, MembershipPolicy
from banks.policies.queries import policy_in_force
from tenants.context import in_bank
from tenants.models import Bank
from tests.pipeline.applying import applied
from tests.policies.test_policy_pages import signed_in, text_of
from tests.proposals.test_l_change import hold_vote, person

GERDA = "Gerda Faraway"


def far_away() -> Application:
    more = {"inside_area": False, "distance_miles": "14.2", "driving_minutes": 25, "limit_miles": 10}
    return applied(GERDA, now=datetime.now(UTC), **more)


def request_for_a_meeting(lamoni: Bank, application: Application) -> UUID:
    """A coordinator writes the request down; the same button again leads to the same request."""
    cora = signed_in(lamoni, "Cora")
    address = f"/decisions/admission/{application.pk}/"
    assert "two-thirds" in text_of(cora.get(address))
    answer = cora.post(address, {"reasons": "A good cook.", "key": str(uuid4())})
    assert answer.status_code == 302, text_of(answer)
    assert cora.get(address)["Location"] == answer["Location"]
    return UUID(answer["Location"].strip("/").split("/")[-1])


def decide(lamoni: Bank, application: Application, clock: Any, *, yes: int) -> None:
    proposal_id = request_for_a_meeting(lamoni, application)
    with in_bank(lamoni):
        starts = datetime.now(UTC) + timedelta(days=1)
        call = Call(uuid4(), "meeting", "Members' meeting", "Library", starts, 60)
        meeting = call_meeting(actor=person("Ada"), call=call, now=datetime.now(UTC))
    ada = signed_in(lamoni, "Ada")
    assert ada.post(f"/decisions/{proposal_id}/announce/", {"meeting": str(meeting.pk)}).status_code == 302
    clock.shift(timedelta(days=1))
    with in_bank(lamoni):
        hold_vote(meeting, yes=yes)


def still_waits(application: Application) -> set[Want]:
    now = datetime.now(UTC)
    rules, ways = policy_in_force(MembershipPolicy, now).value, policy_in_force(ApplicationsPolicy, now).value
    return {wait.what for wait in waits_for(facts_of(application, now=now), rules, ways)}


def test_l7_six_of_nine_admit_somebody_from_beyond_ten_miles_at_once(lamoni: Bank, clock: Any) -> None:
    with in_bank(lamoni):
        application = far_away()
        assert Want.AREA_DECISION in still_waits(application)
    decide(lamoni, application, clock, yes=6)
    with in_bank(lamoni):
        application.refresh_from_db()
        assert application.area_decision_id is not None
        assert Want.AREA_DECISION not in still_waits(application)
        assert not any(GERDA in notice.body + notice.subject for notice in Notice.objects.exclude(member=None)), (
            "an applicant's name stands in no notice to members"
        )


def test_l7_five_of_nine_do_not(lamoni: Bank, clock: Any) -> None:
    with in_bank(lamoni):
        application = far_away()
    decide(lamoni, application, clock, yes=5)
    with in_bank(lamoni):
        application.refresh_from_db()
        assert application.area_decision_id is None
        assert Want.AREA_DECISION in still_waits(application)


def test_l7_a_member_cannot_bring_it_and_another_bank_knows_nothing_of_it(lamoni: Bank, door: Bank) -> None:
    with in_bank(lamoni):
        application = far_away()
    address = f"/decisions/admission/{application.pk}/"
    assert signed_in(lamoni, "Anne").get(address).status_code == 403
    assert signed_in(door, "Ada").get(address).status_code == 404
