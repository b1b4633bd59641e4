"""Leaving, dying, coming back: what ends, what stays, and that the balance is settled as the rule says, once."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from banks.asking.listings.models import Listing
from banks.hours.catalogue.models import Service
from banks.hours.credits.models import Credit
from banks.hours.credits.services import credit_first_exchanges
from banks.identity.rules import NOBODY
from banks.membership.leaving import services
from banks.membership.leaving.services import end_membership
from banks.notices.models import Notice
from banks.notices.services import notify
from banks.people.members.models import ActingFor, Member, Power, StandingChange
from banks.people.members.queries import viewer_of
from banks.people.members.services import grant_power
from banks.policies.clock import bank_day
from banks.policies.kinds.membership import LeavingPolicy
from banks.policies.queries import policy_in_force
from banks.policies.services import adopt_policy
from ledger.accounts import Limits, account_with_key, set_limits
from ledger.audit import prove_books
from ledger.journal import post_entry
from ledger.policy import COMMUNITY, HoursPolicy
from ledger.statements import balance_of
from tenants.context import in_bank
from tenants.models import Bank
from tests.pages.browsing import Browser, balance, days_ago, key, member, member_id

NOW = timezone.now


def leaving_rule(bank: Bank, **changes: str) -> None:
    with in_bank(bank):
        at = NOW()
        value = LeavingPolicy(**{**policy_in_force(LeavingPolicy, at).value.model_dump(), **changes})
        adopt_policy(value=value, effective_at=at, actor_id=NOBODY, reason="To see", may_adopt=True, now=at)


def give(bank: Bank, name: str, minutes: int) -> None:
    """Hours from the community, or to it."""
    with in_bank(bank):
        account, at = Member.objects.get(name=name).account_id, NOW()
        post_entry(
            key=uuid4(), kind="credit", service_date=bank_day(at), actor_id=NOBODY,
            policy_version_id=policy_in_force(HoursPolicy, at).version_id,
            postings={account: minutes, account_with_key(COMMUNITY).id: -minutes},
        )  # fmt: skip


def community(bank: Bank) -> int:
    with in_bank(bank):
        return balance_of(account_with_key(COMMUNITY).id)


def changes_of(bank: Bank, name: str) -> list[str]:
    with in_bank(bank):
        found = StandingChange.objects.filter(member__name=name).order_by("at")
        return list(found.values_list("change", flat=True))


def leave(browser: Browser, **more: str) -> Any:
    return browser.post("/leave/", sure="on", **more)


@pytest.mark.parametrize(
    ("minutes", "rule", "left", "moved"),
    [
        (90, {"hours_left": "community"}, 0, 90),
        (90, {"hours_left": "keep"}, 90, 0),
        (-45, {"hours_owed": "keep"}, -45, 0),
        (-45, {"hours_owed": "community"}, 0, -45),
        (0, {}, 0, 0),
    ],
)
def test_leaving_settles_the_balance_as_the_rule_says(
    door: Bank, minutes: int, rule: dict[str, str], left: int, moved: int
) -> None:
    if any(value != getattr(LeavingPolicy(), name) for name, value in rule.items()):
        leaving_rule(door, **rule)
    if minutes:
        give(door, "Amos", minutes)
    before, amos = community(door), Browser(door, "Amos")
    asked = amos.get("/leave/")
    assert asked.status == 200
    done = leave(amos)
    assert "Goodbye, and thank you" in done.text
    assert balance(door, "Amos") == left
    assert community(door) - before == moved
    words = Browser(door, "Cora").get(f"/statement/?member={member_id(door, 'Amos')}").text
    assert ("on leaving" in words or "taken on by the community" in words) == bool(moved)
    with in_bank(door):
        assert Credit.objects.filter(ground="leaving").count() == (1 if moved else 0)
        assert prove_books() == []


def test_leaving_is_blocked_by_no_limit(door: Bank) -> None:
    """Who stands beyond a hard limit set later comes back to zero, and further than the limit of everybody."""
    leaving_rule(door, hours_owed="community")
    give(door, "Amos", -300)
    give(door, "Beth", 300)
    with in_bank(door):
        for name in ("Amos", "Beth"):
            tight = Limits(floor_minutes=-60, floor_is_hard=True, ceiling_minutes=60, ceiling_is_hard=True)
            set_limits(limits=tight, account_id=Member.objects.get(name=name).account_id, now=NOW(), actor_id=NOBODY)
    for name in ("Amos", "Beth"):
        assert leave(Browser(door, name)).status == 200
        assert balance(door, name) == 0


def test_leaving_ends_sign_in_sessions_tokens_powers_listings_and_acting_for_others(lamoni: Bank) -> None:
    with in_bank(lamoni):
        amos, today = Member.objects.get(name="Amos"), bank_day(NOW())
        grant_power(member=amos, kind="offers", granted_by=None, on=today - timedelta(days=9))
        grant_power(member=amos, kind="upkeep", granted_by=None, on=today, ends_on=today + timedelta(days=9))
        pantry = Member.objects.get(name="Beth")
        ActingFor.objects.create(organisation=pantry, person=amos, begins_on=today)
        service = Service.objects.all()[0]
        for state in ("shown", "waiting"):
            Listing.objects.create(
                kind="offer", member=amos, service=service, title="Knots", state=state, made_at=NOW(), changed_at=NOW()
            )
    phone, computer = Browser(lamoni, "Amos"), Browser(lamoni, "Amos")
    login = {"login": str(member(lamoni, "Amos").number), "password": "an-hour-is-an-hour"}
    sign_in: Any = lambda: phone.client.post("/api/v1/sign-in/", login, content_type="application/json")  # noqa: E731
    token = sign_in().json()["token"]
    with in_bank(lamoni):
        still = Member.objects.get(name="Amos")
    assert leave(Browser(lamoni, "Amos")).status == 200
    assert computer.get("/statement/").status == 302
    assert phone.client.get("/api/v1/me/", headers={"Authorization": f"Token {token}"}).status_code == 401
    assert sign_in().status_code in (401, 403)
    with in_bank(lamoni):
        assert not Power.objects.filter(member=still, ends_on=None).exists()
        assert not Power.objects.filter(member=still, ends_on__gte=bank_day(NOW())).exists()
        assert not ActingFor.objects.filter(person=still, ends_on=None).exists()
        assert set(Listing.objects.filter(member=still).values_list("state", flat=True)) == {"closed"}
        assert viewer_of(Member.objects.get(pk=still.pk), on=bank_day(NOW())).powers == frozenset()


def test_with_the_sessions_left_open_somebody_who_left_still_reads(
    lamoni: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guards out: an open login with its session is let in, and only the ended membership is left to stop it."""
    monkeypatch.setattr("tenants.users.models.User.end_sessions", lambda self: None)
    monkeypatch.setattr("tenants.users.models.User.save", lambda self, **fields: None)
    computer = Browser(lamoni, "Amos")
    assert Browser(lamoni, "Cora").post(f"/members/{member_id(lamoni, 'Amos')}/end/").status == 302
    assert computer.get("/guidelines/").status == 200
    assert computer.get("/statement/").status == 403, "signed in still, and no member"


def test_leaving_twice_is_refused_and_settles_once(door: Bank) -> None:
    give(door, "Amos", 90)
    cora, amos = Browser(door, "Cora"), member_id(door, "Amos")
    assert cora.post(f"/members/{amos}/end/", how="left").status == 302
    assert cora.post(f"/members/{amos}/end/", how="left").status == 422
    assert cora.client.post(f"/api/v1/members/{amos}/end/").status_code in (401, 403, 422)
    with in_bank(door):
        assert Credit.objects.filter(ground="leaving").count() == 1
    assert changes_of(door, "Amos") == ["left"]


def test_the_bank_keeps_two_administrators_also_when_one_leaves_by_themselves(door: Bank) -> None:
    refused = leave(Browser(door, "Ada"))
    assert refused.status == 422
    assert "at least two administrators" in refused.text
    assert member(door, "Ada").left_on is None
    with in_bank(door):
        for name in ("Anne", "Bill"):
            grant_power(member=Member.objects.get(name=name), kind="administrator", granted_by=None, on=bank_day(NOW()))
    assert leave(Browser(door, "Ada")).status == 200


def test_leaving_needs_to_be_meant(door: Bank) -> None:
    page = Browser(door, "Amos").post("/leave/")
    assert page.status == 422
    assert "Tick this if you really want to leave." in page.text
    assert member(door, "Amos").left_on is None
    assert Browser(door, "Amos").post(f"/members/{member_id(door, 'Beth')}/end/").status == 403


def test_who_has_died_is_sent_nothing_ever_again(door: Bank) -> None:
    with in_bank(door):
        amos = Member.objects.get(name="Amos")
        notify([amos], template="welcome", context={"number": 1}, now=NOW())
    cora = Browser(door, "Cora")
    assert "take your time" in cora.get(f"/members/{amos.pk}/end/").text
    done = cora.post(f"/members/{amos.pk}/end/", how="died")
    assert done.status == 302
    assert "Please tell those who knew them" in cora.get("/members/").text
    with in_bank(door):
        amos.refresh_from_db()
        assert amos.has_died
        assert set(Notice.objects.filter(member=amos).values_list("state", flat=True)) == {"withdrawn"}
        notify([amos], template="welcome", context={"number": 1}, now=NOW())
        assert Notice.objects.filter(member=amos).count() == 1
    assert "Amos has died" in cora.get(f"/directory/{amos.pk}/").text
    assert changes_of(door, "Amos") == ["died"]


def test_who_leaves_is_told_goodbye_and_where_the_hours_went(door: Bank) -> None:
    give(door, "Amos", 90)
    leave(Browser(door, "Amos"))
    with in_bank(door):
        letter = Notice.objects.get(member__name="Amos")
    assert "1.5 Time Credits left on your account went to the community" in letter.body


def test_coming_back_opens_the_sign_in_and_gives_no_second_welcome(lamoni: Bank) -> None:
    leaving_rule(lamoni, hours_left="keep")
    cora = Browser(lamoni, "Cora")
    new = {"key": key(), "name": "Newcomer", "kind": "person", "joined_on": days_ago(lamoni, 30).isoformat()}
    assert cora.post("/members/new/", **new).status == 302
    assert balance(lamoni, "Newcomer") == 300
    who = member_id(lamoni, "Newcomer")
    assert cora.post(f"/members/{who}/end/", how="left").status == 302
    page = cora.get(f"/directory/{who}/")
    assert "Take Newcomer back as a member" in page.text
    assert Browser(lamoni, "Anne").post(f"/members/{who}/return/").status == 403
    assert cora.post(f"/members/{who}/return/").status == 302
    assert balance(lamoni, "Newcomer") == 300, "kept hours are there again, and nothing more"
    with in_bank(lamoni):
        back = Member.objects.select_related("user").get(pk=who)
        assert back.is_current
        assert back.user is not None
        assert back.user.is_active
        credit_first_exchanges(now=NOW())
        assert Credit.objects.filter(member=back, ground="enrolment").count() == 1
    assert cora.post(f"/members/{who}/return/").status == 422
    story = cora.get(f"/directory/{who}/").text
    assert "The story of this membership" in story
    assert story.index("Came back as a member") < story.index("Left, noted by Cora")
    assert "The story" not in Browser(lamoni, "Anne").get(f"/directory/{member_id(lamoni, 'Amos')}/").text


def test_leaving_again_after_coming_back_settles_again_under_a_key_of_its_own(door: Bank) -> None:
    cora, amos = Browser(door, "Cora"), member_id(door, "Amos")
    for minutes in (60, 30):
        give(door, "Amos", minutes)
        assert cora.post(f"/members/{amos}/end/", how="left").status == 302
        assert balance(door, "Amos") == 0
        assert cora.post(f"/members/{amos}/return/").status == 302
    with in_bank(door):
        settled = Credit.objects.filter(ground="leaving").order_by("recorded_at").values_list("minutes", flat=True)
        assert list(settled) == [-60, -30]


def test_a_refusal_in_the_middle_of_leaving_changes_nothing(door: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    give(door, "Amos", 90)

    def refuse(*_: Any, **__: Any) -> None:
        raise RuntimeError("the books cannot be reached")

    monkeypatch.setattr(services, "post_entry", refuse)
    with in_bank(door):
        cora = viewer_of(Member.objects.get(name="Cora"), on=bank_day(NOW()))
        with pytest.raises(RuntimeError):
            end_membership(actor=cora, member_id=Member.objects.get(name="Amos").pk, now=NOW())
        amos = Member.objects.select_related("user").get(name="Amos")
        assert amos.left_on is None
        assert amos.user is not None
        assert amos.user.is_active
        assert not StandingChange.objects.filter(member=amos).exists()
