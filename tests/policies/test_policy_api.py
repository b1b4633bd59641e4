"""The policy book through the API: the same services, the same refusals, with codes for programs."""

from typing import Any

import pytest
from django.test import Client

from banks.policies.kinds import KINDS
from banks.policies.queries import history
from tenants.context import in_bank
from tenants.models import Bank
from tests.policies.test_policy_pages import signed_in, visitor


def adopt(client: Client, kind: str, **body: Any) -> Any:
    return client.post(f"/api/v1/policies/{kind}/", body, content_type="application/json")


def value_in_force(client: Client, kind: str) -> dict[str, Any]:
    value: dict[str, Any] = client.get(f"/api/v1/policies/{kind}/").json()["value"]
    return value


def test_a_member_reads_every_rule_with_its_sentences(door: Bank) -> None:
    book = signed_in(door, "Anne").get("/api/v1/policies/").json()
    assert len(book) == len(KINDS)
    report = next(version for version in book if version["kind"] == "report")
    assert report["value"]["window"] == 60
    window = next(key for key in report["keys"] if key["key"] == "report.window")
    assert window == {
        "key": "report.window",
        "title": "Reporting window",
        "sentence": "Hours must be reported within 60 days of the service.",
        "unit": "days",
        "source": "Door County, Service Exchange Reporting",
        "needs": "amend_policy",
        "applies": "now",
    }


def test_an_administrator_adopts_a_version(young_door: Bank) -> None:
    ada = signed_in(young_door, "Ada")
    value = {**value_in_force(ada, "report"), "window": 30}
    answer = adopt(ada, "report", value=value, reason="Memories fade.")
    assert answer.status_code == 201
    assert answer.json()["number"] == 2
    assert answer.json()["charter"] is False
    assert value_in_force(ada, "report")["window"] == 30
    assert [version["number"] for version in ada.get("/api/v1/policies/report/history/").json()] == [2, 1]


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"reason": " "}, 422, "policies.reason_missing"),
        ({"effective_at": "2020-01-01T00:00:00Z"}, 422, "policies.in_the_past"),
        ({"instead_of": "00000000-0000-7000-8000-000000000000"}, 409, "policies.changed_meanwhile"),
        ({"value": {"window": -1}}, 422, "policies.invalid"),
        ({"value": {"colour": "red"}}, 422, "policies.invalid"),
        ({"value": []}, 400, "request.invalid"),
        ({"effective_at": "soon"}, 400, "request.invalid"),
    ],
)
def test_each_refusal_has_its_code_and_a_sentence(
    young_door: Bank, changes: dict[str, Any], status: int, code: str
) -> None:
    ada = signed_in(young_door, "Ada")
    sent = {"value": {**value_in_force(ada, "report"), "window": 30}, "reason": "Memories fade.", **changes}
    answer = adopt(ada, "report", **sent)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["sentence"]
    with in_bank(young_door):
        assert len(history("report")) == 1


def test_sending_twice_adopts_once(young_door: Bank) -> None:
    ada = signed_in(young_door, "Ada")
    sent = {"value": {**value_in_force(ada, "report"), "window": 30}, "reason": "Memories fade."}
    assert adopt(ada, "report", **sent).status_code == 201
    assert adopt(ada, "report", **sent).json()["code"] == "policies.unchanged"


@pytest.mark.parametrize("name", ["Cora", "Anne"])
def test_only_administrators_adopt(door: Bank, name: str) -> None:
    member = signed_in(door, name)
    value = {**value_in_force(member, "report"), "window": 1}
    answer = adopt(member, "report", value=value, reason="x")
    assert (answer.status_code, answer.json()["code"]) == (403, "policies.not_allowed")


def test_visitors_and_other_banks_get_nothing(door: Bank, lamoni: Bank) -> None:
    assert visitor(door).get("/api/v1/policies/").status_code in (401, 403)
    ada = signed_in(door, "Ada")
    assert ada.get("/api/v1/policies/", HTTP_HOST="lamoni.localhost").status_code in (401, 403)


def test_a_kind_that_does_not_exist_is_not_found(door: Bank) -> None:
    answer = signed_in(door, "Ada").get("/api/v1/policies/weather/")
    assert (answer.status_code, answer.json()["code"]) == (404, "policies.unknown_kind")
