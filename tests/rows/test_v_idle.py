"""Row V-idle: members inactive for a bank-set time leave the lists, are told, can come back; the balance stays."""

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from banks.asking.listings.models import Listing
from banks.hours.catalogue.models import Service
from banks.identity.rules import NOBODY
from banks.membership.leaving import links, queries
from banks.membership.leaving.resting import rest_quiet_members
from banks.notices.models import Notice
from banks.people.members.models import Member, StandingChange
from banks.people.members.queries import listed_members
from banks.policies.clock import bank_day
from banks.policies.kinds.membership import UpkeepPolicy
from banks.policies.queries import policy_in_force
from banks.policies.services import adopt_policy
from ledger.statements import balance_of
from tenants.context import in_bank
from tenants.models import Bank
from tests.pages.browsing import Browser, any_service, days_ago, key, member, member_id

NOW = timezone.now


def rule(bank: Bank, **changes: Any) -> None:
    """The bank's upkeep rule, changed from now on."""
    with in_bank(bank):
        at = NOW()
        value = policy_in_force(UpkeepPolicy, at).value
        adopt_policy(
            value=UpkeepPolicy(**{**value.model_dump(), **changes}), effective_at=at, actor_id=NOBODY,
            reason="To see", may_adopt=True, now=at,
        )  # fmt: skip


def signed_in_on(bank: Bank, name: str, day: date) -> None:
    with in_bank(bank):
        user = Member.objects.get(name=name).user
        assert user is not None
        user.last_login = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("America/New_York"))
        user.save(update_fields=["last_login"])


def quiet(bank: Bank) -> set[str]:
    with in_bank(bank):
        return {each.name for each in queries.quiet_members(now=NOW(), today=bank_day(NOW()))}


def letters_to(bank: Bank, name: str) -> list[Notice]:
    with in_bank(bank):
        return list(Notice.objects.filter(member__name=name).order_by("made_at"))


def link_in(letter: Notice) -> str:
    found = re.search(r"http://[\w.:-]+(/back/[\w-]+/)", letter.body)
    assert found, letter.body
    return found[1]


def let_rest(bank: Bank, *names: str, by: str = "Ada") -> Any:
    return Browser(bank, by).post("/members/upkeep/", members=[member_id(bank, name) for name in names])


def is_listed(bank: Bank, name: str) -> bool:
    with in_bank(bank):
        return listed_members(on=bank_day(NOW())).filter(name=name).exists()


def test_v_idle_the_quiet_are_ticked_rest_are_told_and_keep_their_balance(valley: Bank) -> None:
    before = balance(valley, "Amos")
    ada = Browser(valley, "Ada")
    page = ada.get("/members/upkeep/")
    assert page.status == 200
    assert "without activity for 365 days" in page.text
    assert "Amos" in page.text
    assert is_listed(valley, "Amos")
    assert let_rest(valley, "Amos").status == 302
    assert not is_listed(valley, "Amos")
    assert member(valley, "Amos").resting_since is not None
    assert balance(valley, "Amos") == before
    (letter,) = letters_to(valley, "Amos")
    assert letter.state == Notice.State.WAITING
    assert "your balance and your sign-in stay" in letter.body
    assert "Amos" in ada.get("/members/upkeep/").text.split("Resting at the moment")[1]


def balance(bank: Bank, name: str) -> int:
    with in_bank(bank):
        return balance_of(Member.objects.get(name=name).account_id)


def test_v_idle_a_resting_member_signs_in_and_comes_back_with_one_button(valley: Bank) -> None:
    let_rest(valley, "Amos")
    amos = Browser(valley, "Amos")
    home = amos.get("/")
    assert "You have been resting since" in home.text
    assert "I am back" in home.text
    for path in ("/statement/", "/directory/", "/record/provided/", "/profile/"):
        assert amos.get(path).status == 200
    assert amos.post("/back/").to == "/"
    assert is_listed(valley, "Amos")
    assert "You have been resting since" not in amos.get("/").text
    assert "Amos" not in quiet(valley), "waking is activity: nobody is put to rest again the next minute"
    assert amos.post("/back/").status == 302, "sent twice is done once"
    with in_bank(valley):
        changes = StandingChange.objects.filter(member__name="Amos").order_by("at").values_list("change", flat=True)
        assert list(changes) == ["rested", "woke"]


def test_v_idle_the_letters_link_wakes_without_sign_in_and_only_by_the_button(valley: Bank) -> None:
    let_rest(valley, "Amos")
    (letter,) = letters_to(valley, "Amos")
    assert f"http://{valley.slug}.localhost" in letter.body
    path, nobody = link_in(letter), Browser(valley)
    page = nobody.get(path)
    assert page.status == 200
    assert "Amos" not in page.text, "whoever holds the link learns no name"
    assert member(valley, "Amos").resting_since is not None, "mail programs open links: opening changes nothing"
    assert "Welcome back" in nobody.post(path).text
    assert member(valley, "Amos").resting_since is None
    assert nobody.post(path).status == 200, "tapped twice, still back"


def test_v_idle_a_link_opens_in_its_bank_for_its_rest_and_for_a_year(
    valley: Bank, door: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_rest(valley, "Amos")
    path = link_in(letters_to(valley, "Amos")[0])
    assert Browser(door).get(path).status == 404
    forged = path[:-2] + ("0" if path[-2] != "0" else "1") + "/"
    assert Browser(valley).get(forged).status == 404
    assert Browser(valley).get("/back/whatever/").status == 404
    with in_bank(valley):
        Member.objects.filter(name="Amos").update(resting_since=bank_day(NOW()) - timedelta(days=366))
        old = links.wake_token(Member.objects.get(name="Amos"))
    too_old = Browser(valley).post(f"/back/{old}/")
    assert too_old.status == 410
    assert "Sign in to come back" in too_old.text
    assert Browser(valley).post(path).status == 410, "the link of another rest"
    assert member(valley, "Amos").resting_since is not None
    # The guard out: any token is believed, and whoever knows an id wakes its member.
    monkeypatch.setattr(links, "constant_time_compare", lambda one, other: True)
    with in_bank(valley):
        Member.objects.filter(name="Amos").update(resting_since=bank_day(NOW()))
    made_up = f"{member(valley, 'Amos').pk.hex}-{bank_day_of(valley):%Y%m%d}-anything"
    assert Browser(valley).post(f"/back/{made_up}/").status == 200
    assert member(valley, "Amos").resting_since is None


def bank_day_of(bank: Bank) -> date:
    with in_bank(bank):
        return bank_day(NOW())


def test_v_idle_every_kind_of_activity_counts(valley: Bank) -> None:
    """Somebody is quiet at 365 days and not at 364; the newest of all activities decides."""
    assert {"Amos", "Beth", "Carl", "Dora", "Nina"} <= quiet(valley)
    signed_in_on(valley, "Amos", days_ago(valley, 364))
    signed_in_on(valley, "Beth", days_ago(valley, 365))
    assert "Amos" not in quiet(valley)
    assert "Beth" in quiet(valley)
    with in_bank(valley):
        carl, service = Member.objects.get(name="Carl"), Service.objects.all()[0]
        Listing.objects.create(
            kind="offer", member=carl, service=service, title="Knots", state="shown", made_at=NOW(), changed_at=NOW()
        )
        StandingChange.objects.create(member=Member.objects.get(name="Dora"), change="woke", at=NOW())
    assert not {"Carl", "Dora"} & quiet(valley)
    given = Browser(valley, "Ida").post("/record/received/", **report_from(valley, "Nina"))
    assert given.status == 302, given.text
    assert not {"Nina", "Ida"} & quiet(valley)
    event = {
        "key": key(), "kind": "event", "title": "Supper", "held_on": days_ago(valley, 1).isoformat(), "length": "60",
        "here": [member_id(valley, "Jean")],
    }  # fmt: skip
    gathered = Browser(valley, "Ada").post("/events/new/", **event)
    assert gathered.status == 302, gathered.text
    assert "Jean" not in quiet(valley)


def report_from(bank: Bank, person: str) -> dict[str, str]:
    return {
        "key": key(), "person": member_id(bank, person), "service": any_service(bank), "length": "60", "step": "send",
        "service_date": days_ago(bank, 3).isoformat(),
    }  # fmt: skip


def test_v_idle_signing_in_is_noted_on_the_pages_and_in_the_api(valley: Bank) -> None:
    assert "Amos" in quiet(valley)
    number = member(valley, "Amos").number
    page = Browser(valley).post("/sign-in/", login=str(number), password="an-hour-is-an-hour")
    assert page.status == 302
    assert "Amos" not in quiet(valley)
    answer = Browser(valley).client.post(
        "/api/v1/sign-in/",
        {"login": str(member(valley, "Beth").number), "password": "an-hour-is-an-hour"},
        content_type="application/json",
    )
    assert answer.status_code == 201
    assert "Beth" not in quiet(valley)


def test_v_idle_who_became_active_meanwhile_is_left_alone(valley: Bank) -> None:
    signed_in_on(valley, "Amos", days_ago(valley, 2))
    page = let_rest(valley, "Amos")
    assert page.status == 302
    assert member(valley, "Amos").resting_since is None
    assert letters_to(valley, "Amos") == []


def test_v_idle_automatic_in_the_daily_round_and_never_twice(valley: Bank) -> None:
    rule(valley, cull="automatic")
    signed_in_on(valley, "Amos", days_ago(valley, 10))
    with in_bank(valley):
        before = Member.objects.filter(left_on=None).count()
        assert rest_quiet_members(now=NOW()) == before - 1
        assert rest_quiet_members(now=NOW()) == 0
        assert list(Member.objects.filter(resting_since=None).values_list("name", flat=True)) == ["Amos"]
        assert StandingChange.objects.filter(change="rested", actor=None).count() == before - 1


def test_v_idle_by_hand_the_daily_round_lets_nobody_rest(valley: Bank, door: Bank) -> None:
    for bank in (valley, door):  # Valley rests by hand; Door County's rules let nobody rest
        with in_bank(bank):
            assert rest_quiet_members(now=NOW()) == 0
    page = Browser(door, "Ada").get("/members/upkeep/")
    assert "nobody leaves the lists" in page.text
    assert let_rest(door, "Amos").status == 422


def test_v_idle_only_those_who_keep_the_lists(valley: Bank) -> None:
    """Management keeps Valley's lists; until circles exist, administrators and holders of the power do."""
    assert Browser(valley, "Anne").get("/members/upkeep/").status == 403
    assert Browser(valley, "Cora").get("/members/upkeep/").status == 403
    assert let_rest(valley, "Amos", by="Anne").status == 403
    form = {"member": member_id(valley, "Anne"), "kind": "upkeep", "ends_on": days_ago(valley, -30).isoformat()}
    granted = Browser(valley, "Ada").post("/members/powers/", **form)
    assert granted.status == 302, granted.text
    assert let_rest(valley, "Amos", by="Anne").status == 302
    assert member(valley, "Amos").resting_since is not None


def test_v_idle_members_may_take_a_rest_themselves(door: Bank) -> None:
    amos = Browser(door, "Amos")
    assert "Take a rest" in amos.get("/profile/").text
    assert amos.get("/rest/").status == 200
    assert amos.post("/rest/").to == "/"
    assert not is_listed(door, "Amos")
    assert amos.post("/rest/").status == 422
    assert letters_to(door, "Amos")[0].subject == "You are taking a rest"


def test_v_idle_on_paper_the_letter_says_to_call_and_the_coordinator_wakes(valley: Bank) -> None:
    with in_bank(valley):
        Member.objects.filter(name="Amos").update(email="")
    let_rest(valley, "Amos")
    (letter,) = letters_to(valley, "Amos")
    assert letter.state == Notice.State.PAPER
    assert "/back/" not in letter.body
    assert "call your coordinator" in letter.body
    amos = member_id(valley, "Amos")
    assert Browser(valley, "Anne").post(f"/members/{amos}/wake/").status == 403
    assert Browser(valley, "Cora").post(f"/members/{amos}/wake/").status == 302
    assert member(valley, "Amos").resting_since is None
    assert Browser(valley, "Cora").post(f"/members/{amos}/wake/").status == 422


def test_v_idle_what_they_report_themselves_wakes_them_and_what_others_report_does_not(valley: Bank) -> None:
    let_rest(valley, "Amos", "Beth")
    assert Browser(valley, "Ida").post("/record/received/", **report_from(valley, "Amos")).status == 302
    assert member(valley, "Amos").resting_since is not None
    assert Browser(valley, "Amos").post("/record/received/", **report_from(valley, "Beth")).status == 302
    assert member(valley, "Amos").resting_since is None
    assert member(valley, "Beth").resting_since is not None


def test_v_idle_one_bank_resting_leaves_the_other_as_it_was(valley: Bank, lamoni: Bank) -> None:
    let_rest(valley, "Amos")
    assert member(lamoni, "Amos").resting_since is None
    assert is_listed(lamoni, "Amos")
    assert letters_to(lamoni, "Amos") == []
    foreign = Browser(lamoni, "Ada").post("/members/upkeep/", members=[member_id(valley, "Beth")])
    assert foreign.status == 422
    assert member(valley, "Beth").resting_since is None
