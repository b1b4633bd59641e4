"""What a bank's rules ask of roles: who may hold one, and where both links between circles are required (K3)."""

from datetime import UTC, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from banks.deciding.effects import circles as acts
from banks.people.members.models import Member
from banks.policies.queries import policy_in_force
from banks.policies.services import adopt_policy
from governance.acts.registry import check_effect
from governance.circle_policy import DoubleLinkPolicy, Eligibility, RolePolicy
from governance.circles.errors import LinkRequired, NotEligible
from governance.circles.models import CircleRole
from governance.decisions.services import close_vote
from governance.effects.models import Effect
from governance.effects.services import execute_due
from tenants.context import in_bank
from tenants.models import Bank
from tests.circles.village import assigned, decided, person, role
from tests.governance.assembly import EVENING, assemble
from tests.pages.browsing import Browser, member_id

pytestmark = pytest.mark.usefixtures("at_the_evening")


def asks(**wants: Any) -> None:
    """The bank asks something of whoever is a delegate."""
    kept = policy_in_force(RolePolicy, EVENING).value
    value = kept.model_copy(update={"eligibility": (Eligibility(role="delegate", **wants),)})
    adopt_policy(
        value=value, effective_at=EVENING, actor_id=person("Ada"), reason="We try it", now=EVENING, may_adopt=True
    )


def brought(**facts: Any) -> None:
    Member.objects.filter(name="Jean").update(**facts)


@pytest.mark.parametrize(
    ("wants", "lacks", "brings"),
    [
        ({"min_member_days": 365}, {"joined_on": EVENING.date() - timedelta(days=364)},
         {"joined_on": EVENING.date() - timedelta(days=365)}),
        ({"orientation": True}, {"oriented_on": None}, {"oriented_on": EVENING.date()}),
        ({"min_age": 18}, {"is_minor": True}, {"is_minor": False}),
    ],
)  # fmt: skip
def test_a_term_for_somebody_who_does_not_bring_what_the_rules_ask_is_refused_when_drafted(
    seated: Bank, wants: dict[str, Any], lacks: dict[str, Any], brings: dict[str, Any]
) -> None:
    with in_bank(seated):
        asks(**wants)
        brought(**lacks)
        with pytest.raises(NotEligible, match="Whoever is chosen does not bring all of that"):
            check_effect(assigned("inreach", "delegate", "Jean"), EVENING)
        brought(**brings)
        check_effect(assigned("inreach", "delegate", "Jean"), EVENING)
        check_effect(assigned("inreach", "leader", "Jean"), EVENING)


def test_it_is_asked_again_when_it_is_carried_out(seated: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    with in_bank(seated):
        effect = assigned("inreach", "delegate", "Jean")
        assembly = assemble(effect=dict(effect))
        ballot = assembly.put()
        assembly.vote(ballot, yes=9)
        asks(min_exchanges=10_000)
        decision = close_vote(ballot_id=ballot.pk, actor_id=uuid4(), now=EVENING, zone=UTC)
        with monkeypatch.context() as open_door:
            open_door.setattr(acts, "check_eligible", lambda **asked: None)
            with transaction.atomic():
                execute_due(now=EVENING)
                assert Effect.objects.get(decision=decision).state == "done", "without the guard anybody would do"
                transaction.set_rollback(True)
        execute_due(now=EVENING)
        failed = Effect.objects.get(decision=decision)
        assert (failed.state, "delegate takes 10000 exchanges" in failed.trouble) == ("failed", True)


def test_first_people_bring_what_the_rules_ask(valley: Bank) -> None:
    with in_bank(valley):
        asks(min_exchanges=10_000)
    sent = {
        "people": [member_id(valley, "Ida"), member_id(valley, "Jean")], "leader": member_id(valley, "Ida"),
        "delegate": member_id(valley, "Jean"), "facilitator": "", "secretary": "", "ends_on": "2027-11-16",
    }  # fmt: skip
    refused = Browser(valley, "Ada").post("/circles/inreach/first-people/", **sent)
    assert (refused.status, "By our rules delegate takes 10000 exchanges" in refused.text) == (422, True)


def test_k3_where_the_rules_ask_for_both_links_a_missing_one_is_an_error_and_none_is_closed(
    seated: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    for page in ("/circles/", "/handover/"):
        assert (
            "Inreach sends no delegate into the circle above. Our rules ask for both."
            in Browser(seated, "Anne").get(page).text
        ), page
    assert "No delegate is sent. Our rules ask for both." in Browser(seated, "Anne").get("/circles/inreach/").text
    with in_bank(seated):
        effect = {"kind": "end_role", "role_id": str(role("inreach", "leader").pk)}
        with pytest.raises(LinkRequired, match="The role Leader stays"):
            check_effect(effect, EVENING)
        monkeypatch.setattr(acts, "check_link_may_end", lambda *asked: None)
        assert decided(effect).state == "done", "without the guard it is closed"
        assert not CircleRole.objects.filter(circle="inreach", kind="leader", ended_at=None).exists()


def test_k3_where_the_rules_do_not_ask_it_is_a_warning(seated: Bank) -> None:
    with in_bank(seated):
        adopt_policy(
            value=DoubleLinkPolicy(), effective_at=EVENING, actor_id=person("Ada"), reason="We try it", now=EVENING,
            may_adopt=True,
        )  # fmt: skip
        check_effect({"kind": "end_role", "role_id": str(role("inreach", "leader").pk)}, EVENING)
    page = Browser(seated, "Anne").get("/circles/inreach/").text
    assert "No delegate is sent." in page
    assert "Our rules ask for both" not in page
