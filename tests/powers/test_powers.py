"""Powers are lent by administrators, for a time, and everybody concerned is told once."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from banks.membership.powers.queries import held_powers
from banks.membership.powers.services import tell_of_powers
from banks.notices.models import Notice
from banks.people.members import rules
from banks.people.members.models import Member, Power
from banks.policies.clock import bank_day, now
from tenants.context import in_bank
from tenants.models import Bank
from tests.pages.browsing import Browser, Page, member_id

NEWS = {
    "power_given": "You can do more now",
    "power_ending": "Your power ends soon",
    "power_ended": "Your power has ended",
}


def lend(bank: Bank, by: str, to: str, kind: str, days: int = 100) -> Page:
    with in_bank(bank):
        ends_on = bank_day(now()) + timedelta(days=days)
    form = {"member": str(member_id(bank, to)), "kind": kind, "ends_on": ends_on.isoformat()}
    return Browser(bank, by).post("/members/powers/", **form)


def letters(bank: Bank, name: str) -> list[str]:
    with in_bank(bank):
        told = Notice.objects.filter(member__name=name).order_by("made_at").values_list("subject", flat=True)
        return [news for subject in told for news, words in NEWS.items() if words in subject]


def holders(bank: Bank, kind: str) -> set[str]:
    with in_bank(bank):
        return {power.member.name for power in held_powers(on=bank_day(now())) if power.kind == kind}


def test_an_administrator_lends_a_power_until_a_day_and_its_holder_is_told(lamoni: Bank, valley: Bank) -> None:
    assert lend(lamoni, "Ada", "Karen", "offers").status == 302
    assert holders(lamoni, "offers") == {"Karen"}
    assert letters(lamoni, "Karen") == ["power_given"]
    assert Browser(lamoni, "Karen").get("/listings/desk/").status == 200
    assert Browser(lamoni, "Jean").get("/listings/desk/").status == 403
    assert holders(valley, "offers") == set()
    assert Browser(valley, "Karen").get("/listings/desk/").status == 403


@pytest.mark.parametrize("name", ["Cora", "Anne"])
def test_nobody_but_an_administrator_lends(lamoni: Bank, name: str) -> None:
    assert lend(lamoni, name, "Karen", "offers").status == 403
    assert holders(lamoni, "offers") == set()


def test_without_that_look_a_coordinator_would(lamoni: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules.Viewer, "is_administrator", property(lambda viewer: bool(viewer.powers)))
    assert lend(lamoni, "Cora", "Karen", "offers").status == 302


def test_lent_twice_it_is_one_power_and_one_letter(lamoni: Bank) -> None:
    lend(lamoni, "Ada", "Karen", "offers")
    lend(lamoni, "Ada", "Karen", "offers")
    with in_bank(lamoni):
        assert Power.objects.filter(member__name="Karen", kind="offers").count() == 1
    assert letters(lamoni, "Karen") == ["power_given"]


def test_taken_back_it_ends_at_once_and_is_told(lamoni: Bank) -> None:
    lend(lamoni, "Ada", "Karen", "offers")
    with in_bank(lamoni):
        power = Power.objects.get(member__name="Karen", kind="offers")
    assert Browser(lamoni, "Ada").post(f"/members/powers/{power.pk}/end/").status == 302
    assert holders(lamoni, "offers") == set()
    assert Browser(lamoni, "Karen").get("/listings/desk/").status == 403
    assert letters(lamoni, "Karen") == ["power_given", "power_ended"]


def test_its_end_is_told_sixty_days_before_and_on_the_day_after_each_once(lamoni: Bank) -> None:
    lend(lamoni, "Ada", "Karen", "offers", days=100)

    def told() -> list[str]:
        with in_bank(lamoni):
            tell_of_powers(now=now())
            tell_of_powers(now=now())
        return letters(lamoni, "Karen")[1:]

    assert told() == []
    with time_machine.travel(datetime.now(UTC) + timedelta(days=41)):
        assert told() == ["power_ending"]
    with time_machine.travel(datetime.now(UTC) + timedelta(days=101)):
        assert told() == ["power_ending", "power_ended"]
        assert holders(lamoni, "offers") == set()


def test_a_power_that_goes_on_for_longer_is_not_announced_as_ending(lamoni: Bank) -> None:
    lend(lamoni, "Ada", "Karen", "offers", days=100)
    lend(lamoni, "Ada", "Karen", "offers", days=300)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=50)), in_bank(lamoni):
        assert tell_of_powers(now=now()) == 0


def test_the_last_administrator_stays(lamoni: Bank) -> None:
    with in_bank(lamoni):
        power = Power.objects.get(member__name="Ada", kind="administrator")
        assert Member.objects.filter(powers__kind="administrator").count() == 1
    answer = Browser(lamoni, "Ada").post(f"/members/powers/{power.pk}/end/")
    assert answer.status in (409, 422)
    assert holders(lamoni, "administrator") == {"Ada"}
