"""Taking somebody in by hand keeps every rule that an application would keep (rows L7, L8, L19, D-paper)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from banks.errors import BankError, NotAllowed
from banks.membership.joining import by_hand
from banks.membership.joining.by_hand import ByHand, Guardian, take_in_by_hand
from banks.membership.joining.errors import (
    GuardianMissing,
    GuardianSignatureMissing,
    OrientedInTheFuture,
    OutsideTheArea,
    PostalCodeUnknown,
    WaiverDayMissing,
    WaiverVersionUnknown,
)
from banks.membership.screening.models import ScreeningCase
from banks.membership.waivers.models import WaiverSignature
from banks.people.members.models import Member
from banks.people.members.queries import viewer_of
from banks.people.members.rules import Viewer
from banks.people.members.services import NewMember
from banks.policies.clock import bank_day, now
from tenants.context import in_bank
from tenants.models import Bank

NOTHING_MORE = ByHand()
MOTHER = Guardian(name="Grace Young", relation="mother", phone="641-555-0100", is_of_age=True)


@pytest.fixture
def cora(inside_lamoni: Bank) -> Viewer:
    return viewer_of(Member.objects.get(name="Cora"), on=bank_day(now()))


def today() -> date:
    return bank_day(now())


def newcomer(**changes: Any) -> NewMember:
    return replace(NewMember(name="Milo Young", joined_on=today(), postal_code="50140"), **changes)


def a_child(**changes: Any) -> ByHand:
    known = ByHand(birth_date=today() - timedelta(days=12 * 365), guardian=MOTHER)
    return replace(known, waiver_version="1", waiver_signed_on=today(), **changes)


def taken_in(actor: Viewer, *, new: NewMember, known: ByHand = NOTHING_MORE) -> Member:
    return take_in_by_hand(actor=actor, new=new, by_hand=known, now=now())


def test_l8_a_child_comes_in_with_a_guardian_who_has_signed(cora: Viewer) -> None:
    milo = taken_in(cora, new=newcomer(), known=a_child())
    assert milo.is_minor
    assert milo.guardians.get().name == "Grace Young"
    signed = WaiverSignature.objects.get(member=milo)
    assert (signed.signer_name, signed.method, signed.version) == ("Grace Young", "paper", "1")
    assert ScreeningCase.objects.filter(member=milo).exists()


@pytest.mark.parametrize(
    ("known", "refusal"),
    [
        ({"guardian": Guardian()}, GuardianMissing),
        ({"guardian": replace(MOTHER, name="Milo Young")}, BankError),
        ({"guardian": replace(MOTHER, is_of_age=False)}, BankError),
    ],
    ids=["nobody", "the child", "a minor"],
)
def test_l8_a_child_without_a_fit_guardian_does_not_come_in(
    cora: Viewer, known: dict[str, Any], refusal: type[BankError]
) -> None:
    before = Member.objects.count()
    with pytest.raises(refusal):
        taken_in(cora, new=newcomer(), known=a_child(**known))
    assert Member.objects.count() == before


def test_l8_without_that_look_the_child_would_come_in(cora: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_hand, "is_minor", lambda *_, **__: False)
    assert not taken_in(cora, new=newcomer(), known=replace(a_child(), guardian=Guardian())).is_minor


def test_l19_a_child_waits_until_the_paper_is_signed(cora: Viewer) -> None:
    with pytest.raises(GuardianSignatureMissing):
        taken_in(cora, new=newcomer(), known=replace(a_child(), waiver_version="", waiver_signed_on=None))


@pytest.mark.parametrize(
    ("known", "refusal"),
    [
        (ByHand(waiver_version="7", waiver_signed_on=date(2026, 1, 5)), WaiverVersionUnknown),
        (ByHand(waiver_version="1"), WaiverDayMissing),
    ],
    ids=["a version that never was", "no day beside the name"],
)
def test_l19_a_paper_is_recorded_with_its_version_and_its_day(
    cora: Viewer, known: ByHand, refusal: type[BankError]
) -> None:
    with pytest.raises(refusal):
        taken_in(cora, new=newcomer(name="Rose Alder"), known=known)
    assert not Member.objects.filter(name="Rose Alder").exists()


def test_l7_nobody_comes_in_by_hand_from_beyond_the_area(cora: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    away = newcomer(name="Lee from Leon", postal_code="50144")
    with pytest.raises(OutsideTheArea, match="10 miles"):
        taken_in(cora, new=away)
    monkeypatch.setattr(by_hand, "check_area", lambda *_, **__: type("Inside", (), {"inside": True})())
    assert taken_in(cora, new=away).name == "Lee from Leon"


def test_l7_a_postal_code_that_does_not_exist_is_said(cora: Viewer) -> None:
    with pytest.raises(PostalCodeUnknown, match="00000"):
        taken_in(cora, new=newcomer(postal_code="00000"))


def test_v_orient_an_orientation_that_is_still_to_come_is_not_attended(cora: Viewer) -> None:
    with pytest.raises(OrientedInTheFuture):
        taken_in(cora, new=newcomer(name="Rose", oriented_on=today() + timedelta(days=1)))


def test_the_same_key_takes_one_person_in_once(cora: Viewer) -> None:
    new = newcomer(name="Rose", member_id=uuid4())
    assert taken_in(cora, new=new) == taken_in(cora, new=new)
    assert Member.objects.filter(name="Rose").count() == 1


def test_only_coordinators_take_people_in_and_only_here(lamoni: Bank, valley: Bank) -> None:
    with in_bank(lamoni):
        anne = viewer_of(Member.objects.get(name="Anne"), on=today())
        with pytest.raises(NotAllowed):
            taken_in(anne, new=newcomer(name="Rose"))
        taken_in(viewer_of(Member.objects.get(name="Cora"), on=today()), new=newcomer(name="Rose"))
    with in_bank(valley):
        assert not Member.objects.filter(name="Rose").exists()
