"""The guidelines everybody reads and the pages on which administrators change a rule, on the bank's own host."""

import html
from typing import Any

import pytest
from django.test import Client

from banks.deciding.rule_pages.pages import own_texts
from banks.people.members.models import Member
from banks.policies.clock import now
from banks.policies.kinds import KINDS, BonusPolicy, ReportPolicy
from banks.policies.queries import history, policy_in_force
from tenants.context import in_bank
from tenants.models import Bank


def visitor(bank: Bank) -> Client:
    return Client(HTTP_HOST=f"{bank.slug}.localhost")


def signed_in(bank: Bank, name: str) -> Client:
    client = visitor(bank)
    with in_bank(bank):
        member = Member.objects.select_related("user").get(name=name)
        client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode()).replace("\u2019", "'")


def filled(client: Client, kind: str, **changes: Any) -> dict[str, Any]:
    """What a browser would send back from the form, with some fields filled in differently."""
    form = client.get(f"/rules/{kind}/").context["form"]
    sent = {name: field.initial for name, field in form.fields.items()} | form.initial
    return {**{name: shown for name, shown in sent.items() if shown is not None}, **changes}


def test_a_visitor_reads_the_guidelines(door: Bank) -> None:
    response = visitor(door).get("/guidelines/")
    assert response.status_code == 200
    text = text_of(response)
    assert "Hours must be reported within 60 days of the service." in text
    assert "In the books one unit is called: Time Credit." in text
    assert "Change a rule" not in text


def test_each_bank_reads_its_own_rules(door: Bank, lamoni: Bank) -> None:
    text = text_of(visitor(lamoni).get("/guidelines/"))
    assert "New members receive 5 Time Dollars upon enrolment." in text
    assert "We serve members within 10 miles of Lamoni, Iowa." in text
    assert "within 60 days" not in text


def test_what_the_platform_does_not_apply_yet_says_so(lamoni: Bank) -> None:
    text = text_of(visitor(lamoni).get("/guidelines/"))
    assert "the platform does not apply this yet" in text


def test_l_change_a_changed_rule_changes_the_sentence_and_says_who_when_and_why(young_door: Bank) -> None:
    ada = signed_in(young_door, "Ada")
    preview = ada.post("/rules/report/", filled(ada, "report", window="30", reason="Memories fade.", step="preview"))
    assert preview.status_code == 200
    assert "Hours must be reported within 30 days of the service." in text_of(preview)
    assert "60 days" in text_of(visitor(young_door).get("/guidelines/")), "reading it over changes nothing"

    done = ada.post("/rules/report/", filled(ada, "report", window="30", reason="Memories fade.", step="adopt"))
    assert done.status_code == 302
    assert "Hours must be reported within 30 days of the service." in text_of(visitor(young_door).get("/guidelines/"))
    assert "adopted by Ada: “Memories fade.”" in text_of(ada.get("/guidelines/"))
    assert "adopted by an administrator" in text_of(visitor(young_door).get("/guidelines/")), "names are for members"
    past = text_of(visitor(young_door).get("/guidelines/report/"))
    assert "Hours must be reported within 60 days of the service." in past
    with in_bank(young_door):
        assert policy_in_force(ReportPolicy, now()).value.window == 30


def test_a_rule_for_later_is_announced_and_the_old_one_stands(young_door: Bank) -> None:
    ada = signed_in(young_door, "Ada")
    sent = filled(
        ada, "bonus", signup="2:00", reason="A welcome.", begins="later", begins_on="2099-01-01", step="adopt"
    )
    assert ada.post("/rules/bonus/", sent).status_code == 302
    text = text_of(visitor(young_door).get("/guidelines/"))
    assert "1 January 2099" in text
    assert "1 January 2099, 00:00" in text_of(visitor(young_door).get("/guidelines/bonus/")), "by the bank's own clock"
    assert "New members begin with an empty account." in text


def test_a_fault_stays_on_the_form_with_what_was_typed(young_door: Bank) -> None:
    ada = signed_in(young_door, "Ada")
    answer = ada.post("/rules/hours/", filled(ada, "hours", granularity="25", reason="x", step="adopt"))
    assert answer.status_code == 422
    assert "A step of 25 minutes does not divide an hour" in text_of(answer)
    with in_bank(young_door):
        assert len(history("hours")) == 1


def test_two_tabs_adopt_once(young_door: Bank) -> None:
    ada = signed_in(young_door, "Ada")
    first = filled(ada, "bonus", signup="2:00", reason="A welcome.", step="adopt")
    second = {**first, "signup": "3:00"}
    assert ada.post("/rules/bonus/", first).status_code == 302
    answer = ada.post("/rules/bonus/", second)
    assert answer.status_code == 422
    assert "changed “Hours on joining” since you opened this page" in text_of(answer)
    with in_bank(young_door):
        assert [version.value for version in history("bonus")] == [BonusPolicy(signup=120), BonusPolicy()]


@pytest.mark.parametrize("name", ["Cora", "Anne"])
@pytest.mark.parametrize("path", ["/rules/", "/rules/report/"])
def test_only_administrators_see_the_forms(young_door: Bank, name: str, path: str) -> None:
    member = signed_in(young_door, name)
    assert member.get(path).status_code == 403
    assert member.post("/rules/report/", {"window": "1", "reason": "x", "step": "adopt"}).status_code == 403
    assert visitor(young_door).get(path).status_code == 302
    with in_bank(young_door):
        assert len(history("report")) == 1


def test_an_administrator_of_one_bank_is_nobody_in_another(door: Bank, lamoni: Bank) -> None:
    ada = signed_in(door, "Ada")
    assert ada.get("/rules/", HTTP_HOST="lamoni.localhost").status_code == 302
    assert ada.post("/rules/report/", {"step": "adopt"}, HTTP_HOST="lamoni.localhost").status_code == 302
    with in_bank(lamoni):
        assert len(history("report")) == 1


@pytest.mark.parametrize("path", ["/guidelines/weather/", "/rules/weather/", "/rules/weather/history/"])
def test_a_kind_that_does_not_exist_is_not_found(door: Bank, path: str) -> None:
    assert signed_in(door, "Ada").get(path).status_code == 404


def test_every_kind_has_its_form_and_its_history(door: Bank) -> None:
    ada = signed_in(door, "Ada")
    sections = ada.get("/rules/").context["sections"]
    assert len(sections) == len(KINDS)
    for section in sections:
        assert ada.get(f"/rules/{section.kind}/").status_code == 200
        assert ada.get(f"/rules/{section.kind}/history/").status_code == 200


def test_a_rule_names_the_banks_own_text_and_never_another_banks(door: Bank) -> None:
    source = "Lamoni 2; Door County, Reporting"
    assert own_texts(source, "Time Exchange of Door County") == ["Reporting"]
    assert own_texts(source, "timeBanking/Lamoni") == ["guideline 2"]
    assert own_texts(source, "Riverside") == []
    assert "Lamoni" not in text_of(visitor(door).get("/guidelines/"))
