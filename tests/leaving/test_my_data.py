"""The copy of one's own data: everything that is theirs, of others only what the statement says."""

import csv
import io
import json
import zipfile
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from banks.membership.leaving import copies
from banks.membership.leaving.data_map import DATA_MAP
from banks.membership.leaving.models import DataCopy
from banks.membership.screening.models import SealedReading
from banks.membership.screening.services import keep_birth_date
from banks.people.members.models import Clearance, Member
from banks.people.vault.access import behind_vault
from tenants.context import in_bank
from tenants.models import Bank
from tests.pages.browsing import Browser, Page, member_id, report

PRIVATE = ("bill-private@example.org", "555-bill-private", "9 Bill Private Way", "bill about private")


def with_neighbors(bank: Bank) -> None:
    """Bill keeps his contacts to himself, and helps Anne."""
    with in_bank(bank):
        email, phone, street, about = PRIVATE
        Member.objects.filter(name="Bill").update(email=email, phone=phone, street=street, about=about)
        Member.objects.filter(name="Anne").update(about="Two cats", phone="555 0101")
        keep_birth_date(person_id=Member.objects.get(name="Anne").pk, born=date(1951, 3, 4), now=timezone.now())
    given = report(bank, person=member_id(bank, "Bill"), step="send", note="Thank you for the hedge")
    assert Browser(bank, "Anne").post("/record/received/", **given).status == 302


def files_in(page: Page) -> dict[str, str]:
    assert page.status == 200, page.response
    assert page.response["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(page.response.content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


class Answer:
    """A file, which is no page of text."""

    def __init__(self, response: Any) -> None:
        self.response, self.status = response, response.status_code


def copy_for(bank: Bank, name: str) -> Any:
    return Answer(Browser(bank, name).client.post("/my-data/file/"))


def test_my_data_holds_what_is_mine_and_of_others_what_the_statement_says(door: Bank) -> None:
    with_neighbors(door)
    assert "Save my data" in Browser(door, "Anne").get("/my-data/").text
    found = files_in(copy_for(door, "Anne"))
    assert set(found) == {"read-me.txt", "my-data.json", "statement.csv"}
    data = json.loads(found["my-data.json"])
    (me,) = data["tables"]["Member"]
    assert (me["name"], me["about"], me["phone"]) == ("Anne", "Two cats", "555 0101")
    assert data["birth_date"] == "1951-03-04"
    assert data["sign_in"]["email"] == "anne@door.example"
    assert data["tables"]["Exchange"][0]["note"] == "Thank you for the hedge"
    assert data["tables"]["Notice"][0]["body"]
    (row,) = list(csv.DictReader(io.StringIO(found["statement.csv"])))
    assert (row["with"], row["minutes"]) == ("by Bill", "-60")
    everything = "".join(found.values())
    for private in PRIVATE:
        assert private not in everything
    with in_bank(door):
        everybody = Member.objects.exclude(name="Anne").values_list("pk", "account_id")
        for member, account in everybody:
            assert str(member) not in everything
            assert str(account) not in everything


def test_every_field_marked_as_copied_is_there(door: Bank) -> None:
    with_neighbors(door)
    tables = json.loads(files_in(copy_for(door, "Anne"))["my-data.json"])["tables"]
    for name, table in DATA_MAP.items():
        copied = {field for field, rule in table.fields.items() if rule.is_copied}
        assert (name in tables) == bool(copied)
        for row in tables.get(name, []):
            assert set(row) == copied
    assert {"Member", "Exchange", "ExchangeLine", "Notice", "Credit", "Power", "Listing", "Application"} <= set(tables)
    assert not {"ScreeningCase", "Clearance", "SealedNote", "ReferenceCheck"} & set(tables)


def test_taking_it_is_noted_and_limited_to_twice_a_day(door: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        assert copy_for(door, "Anne").status == 200
    refused = copy_for(door, "Anne")
    assert refused.status == 429
    assert copy_for(door, "Bill").status == 200, "each has their own two"
    with in_bank(door):
        assert DataCopy.objects.filter(member__name="Anne").count() == 2
    monkeypatch.setattr(copies, "MOST_COPIES_A_DAY", 3)
    assert copy_for(door, "Anne").status == 200, "it was that limit"


def test_reading_ones_own_birth_date_leaves_its_trace(lamoni: Bank) -> None:
    with_neighbors(lamoni)
    assert copy_for(lamoni, "Anne").status == 200
    with in_bank(lamoni), behind_vault():
        (read,) = SealedReading.objects.all()
        assert read.reason == "A copy of one's own data"


def test_a_copy_for_somebody_else_is_refused_but_of_who_left_by_an_administrator(door: Bank) -> None:
    anne = member_id(door, "Anne")
    ada = Browser(door, "Ada")
    assert ada.post(f"/members/{anne}/data/").status == 403
    assert Browser(door, "Cora").post(f"/members/{anne}/end/", how="left").status == 302
    assert Browser(door, "Cora").post(f"/members/{anne}/data/").status == 403
    whole = files_in(Answer(ada.client.post(f"/members/{anne}/data/")))
    assert "Former" not in whole["my-data.json"]
    assert json.loads(whole["my-data.json"])["tables"]["Member"][0]["name"] == "Anne"
    assert ada.post(f"/members/{anne}/erase/", reason="asked", sure="on").status == 302
    assert ada.post(f"/members/{anne}/data/").status == 422


def test_l9_who_sees_no_people_finds_none_in_the_file(lamoni: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """What others wrote and letters that name them stay out, as on the pages; her own words are there."""
    with_neighbors(lamoni)
    given = report(lamoni, person=member_id(lamoni, "Anne"), step="send", note="Kestrel told me", length="30")
    assert Browser(lamoni, "Bill").post("/record/received/", **given).status == 302
    with in_bank(lamoni):
        Clearance.objects.filter(member__name="Anne").update(access="supervised")
    everything = "".join(files_in(copy_for(lamoni, "Anne")).values())
    assert "Bill" not in everything
    assert "Kestrel" not in everything
    assert "Thank you for the hedge" in everything
    monkeypatch.setattr(copies, "NAMES_OTHERS", frozenset())
    assert "Bill" in "".join(files_in(copy_for(lamoni, "Anne")).values()), "the guard out, the letters tell"
