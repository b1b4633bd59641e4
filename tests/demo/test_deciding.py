"""The demo's banks that vote have a decision behind them and one to come; the others have none."""

from django.utils import timezone

from banks.deciding.proposals.queries import open_proposals
from banks.people.members.models import Member
from banks.people.members.queries import viewer_of
from banks.policies.clock import bank_day
from governance.decisions.models import Decision
from governance.decisions.queries import prove_decisions
from governance.effects.models import Effect
from governance.meetings.models import Meeting
from governance.proposals.rules import State
from hosting.demo.deciding import decide_something
from ledger.audit import prove_books
from tenants.context import in_bank
from tenants.models import Bank
from tests.house.cast import MEMBERS


def test_a_bank_that_votes_has_voted_and_will_again(lamoni: Bank) -> None:
    now = timezone.now()
    with in_bank(lamoni):
        voters = [viewer_of(Member.objects.get(name=name), on=bank_day(now)) for name in MEMBERS]
        assert decide_something(voters=voters, now=now) == 1
        assert Decision.objects.get().verdict == "carried"
        assert Effect.objects.get().due_at < now
        assert [state for _, state in open_proposals()] == [State.NOTICED]
        assert Meeting.objects.exclude(minutes_accepted_at=None).count() == 1
        assert prove_decisions() == []
        assert prove_books() == []


def test_a_bank_that_does_not_vote_is_left_alone(door: Bank) -> None:
    now = timezone.now()
    with in_bank(door):
        voters = [viewer_of(Member.objects.get(name=name), on=bank_day(now)) for name in MEMBERS]
        assert decide_something(voters=voters, now=now) == 0
        assert not Meeting.objects.exists()
