"""Rows V-help and D-paper: a sign-in is renewed by a code from the coordinator, on the phone or on paper."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.core import ratelimit
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from banks.notices.models import Notice
from banks.people.members.models import Member
from banks.policies.kinds import UpkeepPolicy
from tenants.context import in_bank
from tenants.models import Bank
from tenants.users import codes, models
from tenants.users.models import HandoverCode
from tests.pages.browsing import Browser, Page, member_id
from tests.sign_in.helping import (
    NEW_PASSWORD,
    WITH_A_CODE,
    adopt,
    ask_for_code,
    asks_by_token,
    call_back_number,
    code_for,
    helper,
    is_in,
    last_notice,
    number_of,
    sign_in,
    stranger,
    token_of,
    use_code,
)

NO_MATCH = "This member number and this code do not go together."
NO_LONGER = "This code no longer works: each works once, and only for a while. Ask us for a new one."


def said(page: Page) -> str:
    """What the page says, without what is different on every page."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page.html)


def test_v_help_a_lost_password_is_renewed_by_a_code_on_the_telephone(door: Bank) -> None:
    call_back_number(door, "Bill")
    beth, bill, token = helper(door), Browser(door, "Bill"), token_of(door, "Bill")
    person = beth.get(f"/directory/{member_id(door, 'Bill')}/")
    assert f"/sign-in-help/{member_id(door, 'Bill')}/" in person.html
    page = beth.get(f"/sign-in-help/{member_id(door, 'Bill')}/")
    assert "On 920-555-0101, the number on record." in page.text
    assert "password" not in set(page.form.fields)
    code = code_for(beth, "Bill", recognised="called_back", how="phone")
    assert "door.localhost/sign-in/with-a-code-from-us/" in ask_for_code(beth, "Anne", how="phone").text

    assert is_in(bill)
    done = use_code(door, "Bill", code.lower().replace("-", " "))
    assert done.to == "/sign-in/"
    assert not is_in(bill), "who was signed in with the lost password is out"
    assert asks_by_token(door, token) == 401
    again = stranger(door)
    assert sign_in(again, "Bill").status == 200, "the old password opens nothing"
    assert sign_in(again, "Bill", NEW_PASSWORD).to == "/"
    assert is_in(again)
    notice = last_notice(door, "Bill")
    assert (notice.subject, notice.state) == ("Your sign-in was renewed", Notice.State.WAITING)
    assert "read out on the telephone" in notice.body
    assert code not in notice.body


def test_v_help_the_record_says_who_helped_whom_and_how_they_were_recognised(door: Bank) -> None:
    call_back_number(door, "Bill")
    beth = helper(door)
    code = code_for(beth, "Bill", recognised="called_back", how="phone")
    use_code(door, "Bill", code)
    code_for(beth, "Anne")
    page = beth.get("/sign-in-help/")
    assert re.search(r"Bill Beth Called back on the number on record Read out on the telephone used \d", page.text)
    assert re.search(r"Anne Beth Came in person Printed and handed over not used; works until \d", page.text)
    assert "Beth Called back" in beth.get(f"/sign-in-help/{member_id(door, 'Bill')}/").text
    assert Browser(door, "Anne").get("/sign-in-help/").status == 403


def test_d_paper_sign_in_by_a_printed_sheet_without_mail(door: Bank) -> None:
    with in_bank(door):
        Member.objects.filter(name="Ida").update(email="")
    sheet = ask_for_code(helper(door), "Ida", recognised="in_person", how="paper")
    assert "door.localhost/sign-in/with-a-code-from-us/" in sheet.text
    assert f"Type your member number: {number_of(door, 'Ida')}" in sheet.text
    assert "data-print" in sheet.html
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", sheet.text)
    assert code is not None
    with time_machine.travel(timezone.now() + timedelta(days=6, hours=23), tick=False):
        assert use_code(door, "Ida", code.group()).to == "/sign-in/"
        assert sign_in(stranger(door), "Ida", NEW_PASSWORD).to == "/"
    assert last_notice(door, "Ida").state == Notice.State.PAPER


@pytest.mark.parametrize(
    ("how", "works_for", "name"), [("phone", timedelta(minutes=10), "Jean"), ("paper", timedelta(days=7), "Karen")]
)
def test_v_help_a_code_runs_out_and_the_page_says_whom_to_ask(
    door: Bank, how: str, works_for: timedelta, name: str
) -> None:
    made = timezone.now()
    with time_machine.travel(made, tick=False):  # however long the pages take that hand it over
        code = code_for(helper(door), name, how=how)
    with time_machine.travel(made + works_for + timedelta(seconds=1), tick=False):
        late = use_code(door, name, code)
        assert late.status == 422
        assert NO_LONGER in late.text
        assert "920-495-6902" in late.text
    with time_machine.travel(made + works_for - timedelta(seconds=5), tick=False):
        assert use_code(door, name, code).status == 302


def test_v_help_a_code_works_once_and_a_new_one_ends_the_earlier(door: Bank) -> None:
    beth = helper(door)
    first, second = code_for(beth, "Nina"), code_for(beth, "Nina")
    assert NO_LONGER in use_code(door, "Nina", first).text
    assert use_code(door, "Nina", second).status == 302
    assert NO_LONGER in use_code(door, "Nina", second, password1="another long one", password2="another long one").text
    assert sign_in(stranger(door), "Nina", NEW_PASSWORD).to == "/"


def test_v_help_five_wrong_tries_burn_a_code(door: Bank) -> None:
    beth = helper(door)
    code, other = code_for(beth, "Amos"), code_for(beth, "Carl")
    for _ in range(5):
        wrong = use_code(door, "Amos", other)
        assert (wrong.status, NO_MATCH in wrong.text) == (422, True)
    assert NO_LONGER in use_code(door, "Amos", code).text
    assert "stopped after five wrong tries" in beth.get("/sign-in-help/").text
    assert use_code(door, "Carl", other).status == 302, "it was Amos's number that was tried"


def test_v_help_without_the_count_of_tries_a_code_never_burns(door: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard taken out."""
    monkeypatch.setattr(HandoverCode, "tries_left", property(lambda code: 5, lambda code, left: None))
    code = code_for(helper(door), "Dora")
    for _ in range(5):
        use_code(door, "Dora", "0000-0000-0000")
    assert use_code(door, "Dora", code).status == 302


def test_v_help_a_number_that_nobody_has_is_answered_the_same(door: Bank) -> None:
    code_for(helper(door), "Adrian")
    with in_bank(door):
        Member.objects.get(name="Ramona").user.hand_over_code(  # type: ignore[union-attr]
            how="paper", recognised="in_person", made_by=Member.objects.get(name="Cora").pk, now=timezone.now()
        )
        Member.objects.get(name="Ramona").user.__class__.objects.filter(member__name="Ramona").update(is_active=False)  # type: ignore[union-attr]
    known = use_code(door, "Adrian", "0000-0000-0000", number=number_of(door, "Adrian"))
    unknown = use_code(door, "Adrian", "0000-0000-0000", number="99999")
    resting = use_code(door, "Ramona", "0000-0000-0000")
    without = use_code(door, "Anne", "0000-0000-0000")
    texts = {said(page).replace(f'value="{number}"', 'value=""') for page, number in (
        (known, number_of(door, "Adrian")), (unknown, "99999"), (resting, number_of(door, "Ramona")),
        (without, number_of(door, "Anne")),
    )}  # fmt: skip
    assert len(texts) == 1
    assert {page.status for page in (known, unknown, resting, without)} == {422}


def test_v_help_tries_at_one_number_are_limited(door: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(10):
        assert NO_MATCH in use_code(door, "Anne", "0000-0000-0000", number="88888").text
    assert "too many tries" in use_code(door, "Anne", "0000-0000-0000", number="88888").text
    assert NO_MATCH in use_code(door, "Anne", "0000-0000-0000", number="77777").text
    monkeypatch.setattr(ratelimit, "consume", lambda *args, **kwargs: True)  # the guard taken out
    assert NO_MATCH in use_code(door, "Anne", "0000-0000-0000", number="88888").text


def test_v_help_tries_from_one_address_are_limited(lamoni: Bank) -> None:
    one = stranger(lamoni)
    tried = [use_code(lamoni, "Anne", "0000-0000-0000", browser=one, number=str(70000 + n)) for n in range(61)]
    assert all(NO_MATCH in page.text for page in tried[:60])
    assert "too many tries" in tried[60].text


def test_v_help_passwords_are_checked_before_a_try_is_counted(door: Bank) -> None:
    code = code_for(helper(door), "Bill")
    differ = use_code(door, "Bill", code, password2="another one")
    assert differ.form.errors["password2"] == ["The two passwords differ. Type the same one twice."]
    assert use_code(door, "Bill", code, password1="short", password2="short").form.errors["password1"]
    assert use_code(door, "Bill", "", password1=NEW_PASSWORD).form.errors["code"]
    with in_bank(door):
        assert HandoverCode.objects.get().tries_left == 5
    assert use_code(door, "Bill", code).status == 302


def test_v_help_nowhere_in_the_bank_stands_a_code_in_clear(door: Bank) -> None:
    beth = helper(door)
    code = code_for(beth, "Bill")
    beth.get("/sign-in-help/")
    use_code(door, "Bill", "0000-0000-0000")
    with in_bank(door), connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = current_schema()")
        tables = [name for (name,) in cursor.fetchall() if not name.startswith("banks_sealed")]
        assert "users_handovercode" in tables
        kept = ""
        for table in tables:
            cursor.execute(f"select coalesce(string_agg(each::text, ' '), '') from \"{table}\" each")
            kept += cursor.fetchone()[0]
        kept += " ".join(str(session.get_decoded()) for session in Session.objects.all())
    for spelling in (code, codes.normalize_code(code), code.lower()):
        assert spelling not in kept


def test_v_help_a_code_of_one_bank_is_nothing_in_another(
    door: Bank, lamoni: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even when its row was copied there: bank and login are in the hash."""
    code = code_for(helper(door), "Bill")
    assert number_of(door, "Bill") == number_of(lamoni, "Bill")
    assert NO_MATCH in use_code(lamoni, "Bill", code).text
    with in_bank(door):
        row = HandoverCode.objects.get()

    def copied() -> str:
        copy = HandoverCode(code_hash=row.code_hash, made_by=row.made_by, how=row.how, recognised=row.recognised,
                            made_at=row.made_at, expires_at=row.expires_at)  # fmt: skip
        with in_bank(lamoni):
            HandoverCode.objects.all().delete()
            copy.user = Member.objects.get(name="Bill").user  # type: ignore[assignment]
            copy.save()
        return use_code(lamoni, "Bill", code).to

    assert copied() == ""
    monkeypatch.setattr(
        models, "matches_hash", lambda typed, kept, **place: kept == row.code_hash
    )  # the guard taken out
    assert copied() == "/sign-in/"


def test_v_help_who_may_make_a_code_for_whom(door: Bank) -> None:
    beth = helper(door)
    for name in ("Anne", "Cora"):  # no power, and another power
        refused = ask_for_code(Browser(door, name), "Bill")
        assert refused.status == 403
        assert "Those who help with signing in may do this." in refused.text
    assert "Nobody makes a code for themselves." in ask_for_code(beth, "Beth").text
    assert "only administrators may do this" in ask_for_code(beth, "Cora").text
    assert ask_for_code(beth, "Ada").status == 403
    ada = Browser(door, "Ada")
    assert ask_for_code(ada, "Ada").status == 403
    assert ask_for_code(ada, "Cora").status == 200
    assert ask_for_code(ada, "Beth").status == 200
    with in_bank(door):
        assert HandoverCode.objects.count() == 2


def test_v_help_without_the_check_a_helper_could_become_an_administrator(
    door: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard taken out."""
    monkeypatch.setattr("banks.membership.sign_in_help.services.check_may_help_person", lambda *args, **kwargs: None)
    code = code_for(helper(door), "Ada")
    use_code(door, "Ada", code)
    assert sign_in(stranger(door), "Ada", NEW_PASSWORD).to == "/"


def test_v_help_the_role_that_the_rules_name_helps_without_a_power_of_its_own(lamoni: Bank) -> None:
    """Where the bank's rules say that coordinators help, coordinators help."""
    assert ask_for_code(Browser(lamoni, "Cora"), "Bill").status == 403
    adopt(lamoni, UpkeepPolicy(account_help_owner="coordinator"))
    assert ask_for_code(Browser(lamoni, "Cora"), "Bill").status == 200
    assert ask_for_code(Browser(lamoni, "Anne"), "Bill").status == 403


def test_v_help_calling_back_needs_a_number_on_record(door: Bank) -> None:
    call_back_number(door, "Bill", "")
    refused = ask_for_code(helper(door), "Bill", recognised="called_back")
    assert refused.status == 422
    expected = "We have no telephone number of Bill to call back on. Let them come in person."
    assert refused.form.errors["recognised"] == [expected]
    assert ask_for_code(Browser(door, "Beth"), "Bill", recognised="").form.errors["recognised"]


def test_v_help_who_left_gets_no_code(door: Bank) -> None:
    bill = member_id(door, "Bill")
    Browser(door, "Cora").post(f"/members/{bill}/end/")
    assert "Bill has no sign-in here" in helper(door).get(f"/sign-in-help/{bill}/").text


def test_v_help_operators_have_no_such_page(db: None) -> None:
    bank = Bank(slug="localhost")
    browser = Browser(bank)
    assert browser.client.get(WITH_A_CODE, HTTP_HOST="localhost").status_code == 404
