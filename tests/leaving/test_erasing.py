"""Erasing: nothing of the person is found afterwards, the books stay, and a restored backup is made to agree."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.utils import timezone
from psycopg import sql

from banks.asking.listings.models import Listing, ListingFlag
from banks.hours.catalogue.models import Service
from banks.hours.exchanges.models import Exchange
from banks.hours.exchanges.rules import Part
from banks.hours.exchanges.services import Report, record_exchange
from banks.membership.applications.models import Application, FirstListing, Guardian
from banks.membership.leaving import erasure
from banks.membership.orientations.models import Orientation
from banks.membership.screening.models import ReferenceCheck, ScreeningCase, SealedBirthDate, SealedNote
from banks.membership.screening.services import add_reference, keep_birth_date
from banks.membership.waivers.models import WaiverSignature
from banks.notices.models import Notice
from banks.notices.services import notify
from banks.people.members.models import Clearance, Household, Member, StandingChange
from banks.people.members.queries import viewer_of
from banks.people.members.services import NewMember, take_in
from banks.people.vault.access import behind_vault
from banks.people.vault.seals import seal
from banks.policies.clock import bank_day
from banks.policies.kinds import MembershipPolicy
from banks.policies.queries import policy_in_force
from hosting.schedule import daily_round
from ledger.audit import prove_books
from ledger.statements import balance_of
from tenants.context import in_bank, in_platform, point_at_platform
from tenants.models import Bank, Erasure
from tests.house.databases import connections_at, own_clone, superuser
from tests.pages.browsing import Browser, member_id

NAME = "Zephyrine Quagmire"
PLANTED = (NAME, "quillonsecret", "wimblecontact", "fnordish")  # name, what she wrote, how to reach her, about her
KEPT_ON_PURPOSE = {"banks_waiversignature"}  # data_map.toml says why
NOW = timezone.now


@dataclass(frozen=True)
class Own:
    """A database of this module's own, which may be committed to and restored."""

    name: str
    lamoni: Bank

    def server(self) -> "psycopg.Connection[tuple[Any, ...]]":
        return superuser(self.name)

    @property
    def tables(self) -> list[str]:
        with self.server() as server:
            found = server.execute("select tablename from pg_tables where schemaname = %s", [self.lamoni.schema_name])
            return sorted(name for (name,) in found)

    def traces(self) -> dict[str, set[str]]:
        """Every table of the bank in whose rows, as text, a planted word is found."""
        found: dict[str, set[str]] = {}
        with self.server() as server:
            for table in self.tables:
                place = sql.Identifier(self.lamoni.schema_name, table)
                for words in PLANTED:
                    asked = sql.SQL("select count(*) from {} t where t::text ilike %s").format(place)
                    if server.execute(asked, [f"%{words}%"]).fetchone() != (0,):
                        found.setdefault(table, set()).add(words)
        return found

    def back_up(self) -> None:
        with self.server() as server:
            server.execute("create schema backup")
            for table in self.tables:
                make = sql.SQL("create table backup.{} as table {}")
                server.execute(make.format(sql.Identifier(table), sql.Identifier(self.lamoni.schema_name, table)))

    def restore(self) -> None:
        """As pg_restore does it: triggers off, the old rows in."""
        with self.server() as server, server.transaction():
            server.execute("set local session_replication_role = replica")
            places = [sql.Identifier(self.lamoni.schema_name, table) for table in self.tables]
            server.execute(sql.SQL("truncate {}").format(sql.SQL(", ").join(places)))
            for table, place in zip(self.tables, places, strict=True):
                fill = sql.SQL("insert into {} overriding system value table backup.{}")
                server.execute(fill.format(place, sql.Identifier(table)))


@pytest.fixture(scope="module")
def own(django_db_blocker: Any) -> Iterator[Own]:
    with own_clone("erasing") as name, django_db_blocker.unblock(), connections_at(name):
        yield Own(name, Bank.objects.get(slug="lamoni"))
        point_at_platform()


def settle_in(now: Any) -> Member:
    """Somebody with something in every field that could hold something of hers."""
    day = bank_day(now)
    waiver = policy_in_force(MembershipPolicy, now).value.waiver_version or ""
    service = Service.objects.all()[0]
    new = NewMember(
        name=NAME, joined_on=day - timedelta(days=40), email="wimblecontact@example.org", phone="wimblecontact 555",
        street="1 Wimblecontact Lane", town="wimblecontact town", postal_code="50140", about="quillonsecret about",
        oriented_on=day, waiver_version=waiver, access="full",
    )  # fmt: skip
    she = take_in(new=new, actor_id=uuid4(), now=now)
    she.services.add(service)
    she.household = Household.objects.create(name=f"{NAME}'s home", made_at=now)
    she.save()
    assert she.user is not None
    EmailAddress.objects.create(user=she.user, email=she.email, primary=True)
    Authenticator.objects.create(user=she.user, type="totp", data={"name": "fnordish"})
    application = Application.objects.create(
        secret_sha256="a" * 64, state="joined", name=NAME, email=she.email, phone=she.phone, street=she.street,
        town=she.town, about="quillonsecret application", recruiter_words="fnordish recruiter", member=she,
        started_at=now, touched_at=now, ended_words="fnordish ending", measured_from="Lamoni",
    )  # fmt: skip
    FirstListing.objects.create(
        application=application, kind="offer", service=service, title="quillonsecret first", details="fnordish"
    )
    Guardian.objects.create(application=application, name="fnordish guardian", relation="aunt", phone="wimblecontact")
    add_reference(application=application, name="Ref", contact="call", relation="friend", now=now)
    keep_birth_date(person_id=she.pk, born=date(1950, 2, 3), now=now)
    with behind_vault():
        note_id = uuid4()
        sealed = seal("fnordish", table="banks_sealednote", column="sealed", row_id=note_id)
        SealedNote.objects.create(id=note_id, kind="incident", subject_id=she.pk, sealed=sealed, written_at=now)
    ScreeningCase.objects.create(application=application, opened_at=now)
    WaiverSignature.objects.create(
        member=she, version=waiver, policy_version_id=uuid4(), text_sha256="0" * 64, signer_name=NAME, method="paper",
        signed_at=now,
    )  # fmt: skip
    listing = Listing.objects.create(
        kind="offer", member=she, service=service, title="quillonsecret listing", details="fnordish", state="shown",
        made_at=now, changed_at=now, hidden_reason="fnordish",
    )  # fmt: skip
    bill = Member.objects.get(name="Bill")
    ListingFlag.objects.create(listing=listing, member=bill, reason="fnordish flag", made_at=now)
    Orientation.objects.create(
        starts_at=now - timedelta(days=9), place="Wimblecontact Lane", led_by=she, note="quillonsecret"
    )
    write_about(she, bill, service, now)
    return she


def write_about(she: Member, bill: Member, service: Service, now: Any) -> None:
    """What she and others wrote, and the letters that tell of it."""
    day = bank_day(now)
    for number, (who, gave, note) in enumerate(
        [(she, bill, "quillonsecret note"), (bill, she, f"{NAME} brought soup; call wimblecontact 555")]
    ):
        report = Report(
            key=uuid4(), providers=[Part(gave.pk, 60)], receivers=[(she if gave == bill else bill).pk],
            service_id=service.pk, service_date=day - timedelta(days=number + 1), note=note, costs_note=note,
        )  # fmt: skip
        record_exchange(actor=viewer_of(who, on=day), report=report, channel=Exchange.Channel.PAGE, now=now)
    report = Report(
        key=uuid4(), providers=[Part(she.pk, 45)], receivers=[bill.pk], service_id=service.pk,
        service_date=day - timedelta(days=5), note="", costs_note="",
    )  # fmt: skip
    record_exchange(actor=viewer_of(she, on=day), report=report, channel=Exchange.Channel.PAGE, now=now)
    notify([she], template="welcome", context={"number": she.number}, now=now)
    Application.objects.create(
        secret_sha256="b" * 64, name="Another", recruiter_words=NAME, started_at=now, touched_at=now, recruited_by=she
    )


def erase(own: Own, who: UUID) -> None:
    ada = Browser(own.lamoni, "Ada")
    assert ada.post(f"/members/{who}/end/", how="left", asks_erasure="on").status == 302
    assert NAME in ada.get("/members/upkeep/").text, "who asked is shown to administrators"
    assert ada.get(f"/members/{who}/erase/").status == 200
    done = ada.post(f"/members/{who}/erase/", reason="asked", sure="on")
    assert done.status == 302, done.text


def hidden_away(who: UUID) -> int:
    with behind_vault():
        return SealedNote.objects.count() + SealedBirthDate.objects.filter(person_id=who).count()


@pytest.fixture(scope="module")
def she(own: Own) -> UUID:
    with in_bank(own.lamoni):
        settled = settle_in(NOW())
        assert hidden_away(settled.pk) == 3
    own.back_up()
    return settled.pk


def test_what_was_planted_is_found_before(own: Own, she: UUID) -> None:
    """Otherwise nothing that follows would prove anything."""
    own.restore()
    found = own.traces()
    assert {
        "banks_member", "banks_household", "users_user", "account_emailaddress", "mfa_authenticator", "banks_notice",
        "banks_application", "banks_firstlisting", "banks_guardian", "banks_listing", "banks_listingflag",
        "banks_exchange", "banks_orientation", "banks_waiversignature",
    } <= set(found)  # fmt: skip
    assert set().union(*found.values()) == set(PLANTED)


def already_erased(own: Own, she: UUID) -> None:
    """Whatever ran before: the person has been erased."""
    with in_bank(own.lamoni):
        erased_at = Member.objects.get(pk=she).erased_at
    if erased_at is None:
        erase(own, she)


def test_erased_nothing_of_the_person_is_found_and_the_books_stay(own: Own, she: UUID) -> None:
    own.restore()
    with in_bank(own.lamoni):
        account = Member.objects.get(pk=she).account_id
        before = balance_of(account)
    erase(own, she)
    assert set(own.traces()) <= KEPT_ON_PURPOSE
    with in_bank(own.lamoni):
        left = Member.objects.select_related("user").get(pk=she)
        assert left.name == f"Former member {left.number}"
        assert left.user is not None
        assert (left.user.email, left.user.is_active) == ("", False)
        assert left.user.sign_in_name == str(left.number)
        assert hidden_away(she) == 0
        assert not ReferenceCheck.objects.filter(application__member=she).exists()
        assert not ScreeningCase.objects.filter(application__member=she).exists()
        assert not Clearance.objects.filter(member=she).exists()
        assert prove_books() == []
        assert before == 45
        assert balance_of(account) == 0, "settled on leaving, by an entry of its own"
        about = Exchange.objects.exclude(recorded_by=she).get(lines__member=she)
        assert about.note == f"{left.name} brought soup; call {left.name}"
        letters = Notice.objects.filter(member__name="Bill", body__contains=left.name)
        assert letters.exists(), "others' letters stay, without the name"
        assert StandingChange.objects.filter(member=she).first().note == "They asked for it"  # type: ignore[union-attr]
    statement = Browser(own.lamoni, "Bill").get("/statement/").text
    assert f"Former member {left.number}" in statement
    assert NAME not in statement


def test_the_register_outlives_the_bank_and_a_restored_backup_is_erased_again(own: Own, she: UUID) -> None:
    already_erased(own, she)
    daily_round(str(own.lamoni.pk))
    with in_platform():
        (noted,) = Erasure.objects.filter(bank=own.lamoni)
        assert noted.member_id == she
    own.restore()
    assert set().union(*own.traces().values()) == set(PLANTED), "the backup brings everything back"
    for _ in range(2):
        call_command("replay_erasures")
        assert set(own.traces()) <= KEPT_ON_PURPOSE
        with in_bank(own.lamoni):
            left = Member.objects.get(pk=she)
            assert left.erased_at == noted.at
            assert not left.is_current
            assert hidden_away(she) == 0
            assert prove_books() == []
            changes = StandingChange.objects.filter(member=she).order_by("at").values_list("change", flat=True)
            assert sorted(changes) == ["erased", "left"]


def test_the_register_is_written_once_and_names_nobody(own: Own, she: UUID) -> None:
    already_erased(own, she)
    daily_round(str(own.lamoni.pk))
    with own.server() as server:
        rows = server.execute("select count(*) from tenants_erasure").fetchone()
        assert rows == (1,)
        columns = server.execute(
            "select column_name from information_schema.columns where table_name = 'tenants_erasure' order by 1"
        ).fetchall()
        assert [name for (name,) in columns] == ["at", "bank_id", "id", "member_id"]


def test_erasing_is_an_administrators_and_only_of_who_has_left(lamoni: Bank) -> None:
    amos = member_id(lamoni, "Amos")
    ada, cora = Browser(lamoni, "Ada"), Browser(lamoni, "Cora")
    early = ada.post(f"/members/{amos}/erase/", reason="asked", sure="on")
    assert early.status == 422
    assert "The membership has to end first" in early.text
    assert cora.post(f"/members/{amos}/end/", how="left").status == 302
    assert cora.get(f"/members/{amos}/erase/").status == 403
    assert cora.post(f"/members/{amos}/erase/", reason="asked", sure="on").status == 403
    assert ada.post(f"/members/{amos}/erase/", sure="on").status == 422
    assert ada.post(f"/members/{amos}/erase/", reason="asked").status == 422
    assert ada.post(f"/members/{amos}/erase/", reason="because of Amos", sure="on").status == 422
    assert ada.post(f"/members/{amos}/erase/", reason="law", sure="on").status == 302
    assert ada.post(f"/members/{amos}/erase/", reason="law", sure="on").status == 422
    gone = cora.post(f"/members/{amos}/return/")
    assert gone.status == 422
    assert "for good" in gone.text
    with in_bank(lamoni):
        notify([Member.objects.get(pk=amos)], template="welcome", context={"number": 1}, now=NOW())
        assert not Notice.objects.filter(member=amos).exclude(state="withdrawn").exists()


def test_with_others_writings_left_alone_the_name_is_still_there(lamoni: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard out: the map alone knows whose rows are whose, not who is named in others'."""
    monkeypatch.setattr(erasure, "_replace_in_what_others_wrote", lambda traces, instead: None)
    with in_bank(lamoni):
        settled = settle_in(NOW())
    ada = Browser(lamoni, "Ada")
    assert ada.post(f"/members/{settled.pk}/end/", how="left").status == 302
    assert ada.post(f"/members/{settled.pk}/erase/", reason="asked", sure="on").status == 302
    with in_bank(lamoni):
        assert Exchange.objects.filter(note__contains=NAME).exists()
        assert Notice.objects.filter(member__name="Bill", body__contains=NAME).exists()
        assert Application.objects.filter(recruiter_words=NAME).exists()


def test_a_name_of_one_word_is_not_looked_for_in_what_others_wrote(lamoni: Bank) -> None:
    with in_bank(lamoni):
        Member.objects.filter(name="Amos").update(name="Art")
        bill, service = Member.objects.get(name="Bill"), Service.objects.all()[0]
        Listing.objects.create(
            kind="offer", member=bill, service=service, title="Art lessons", state="shown", made_at=NOW(),
            changed_at=NOW(),
        )  # fmt: skip
    ada, art = Browser(lamoni, "Ada"), member_id(lamoni, "Art")
    ada.post(f"/members/{art}/end/", how="left")
    assert ada.post(f"/members/{art}/erase/", reason="asked", sure="on").status == 302
    with in_bank(lamoni):
        assert Listing.objects.filter(title="Art lessons").exists()


def test_a_household_goes_with_the_last_of_its_people_and_stays_for_the_others(lamoni: Bank) -> None:
    with in_bank(lamoni):
        home = Household.objects.create(name="Amos and Beth", made_at=NOW())
        Member.objects.filter(name__in=["Amos", "Beth"]).update(household=home)
    ada = Browser(lamoni, "Ada")
    for name, remains in (("Amos", True), ("Beth", False)):
        who = member_id(lamoni, name)
        ada.post(f"/members/{who}/end/", how="left")
        assert ada.post(f"/members/{who}/erase/", reason="asked", sure="on").status == 302
        with in_bank(lamoni):
            assert Household.objects.filter(pk=home.pk).exists() == remains
