"""What the tests of signing in do again and again: sign in as people do, be helped, set up a second step."""

import itertools
import re
import time
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from knox.models import AuthToken
from pydantic import BaseModel

from banks.identity.rules import NOBODY
from banks.notices.models import Notice
from banks.people.members.models import Member
from banks.people.members.services import grant_power
from banks.policies.clock import bank_day, now
from banks.policies.services import adopt_policy
from tenants.context import in_bank
from tenants.models import Bank
from tests.house.cast import PASSWORD
from tests.pages.browsing import Browser, Page, member_id

NEW_PASSWORD = "seven wild geese flying"
WITH_A_CODE = "/sign-in/with-a-code-from-us/"
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")
_addresses = itertools.count(1)


def stranger(bank: Bank) -> Browser:
    """A browser nobody knows, at an address of its own: tries are limited by address, too."""
    browser = Browser(bank)
    number = next(_addresses)
    browser.client.defaults["REMOTE_ADDR"] = f"10.7.{number // 250}.{number % 250 + 1}"
    return browser


def number_of(bank: Bank, name: str) -> str:
    with in_bank(bank):
        return str(Member.objects.get(name=name).number)


def sign_in(browser: Browser, name: str, password: str = PASSWORD) -> Page:
    return browser.post("/sign-in/", login=number_of(browser.bank, name), password=password)


def is_in(browser: Browser) -> bool:
    """Whether the browser's session still counts, by asking for a page that is for members."""
    return browser.get("/statement/").status == 200


def helper(bank: Bank, name: str = "Beth") -> Browser:
    """Somebody who holds the power to help with signing in, and no other."""
    with in_bank(bank):
        grant_power(member=Member.objects.get(name=name), kind="sign_in_help", granted_by=None, on=bank_day(now()))
    return Browser(bank, name)


def call_back_number(bank: Bank, name: str, phone: str = "920-555-0101") -> None:
    with in_bank(bank):
        Member.objects.filter(name=name).update(phone=phone)


def ask_for_code(browser: Browser, name: str, **form: Any) -> Page:
    given = {"recognised": "in_person", "how": "paper", **form}
    return browser.post(f"/sign-in-help/{member_id(browser.bank, name)}/", **given)


def code_for(browser: Browser, name: str, **form: Any) -> str:
    page = ask_for_code(browser, name, **form)
    assert page.status == 200, page.text
    found = CODE.search(page.text)
    assert found is not None, page.text
    return found.group()


def use_code(bank: Bank, name: str, code: str, *, browser: Browser | None = None, **changes: Any) -> Page:
    given = {"number": number_of(bank, name), "code": code, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    return (browser or stranger(bank)).post(WITH_A_CODE, **{**given, **changes})


def token_of(bank: Bank, name: str) -> str:
    with in_bank(bank):
        token: str = AuthToken.objects.create(Member.objects.get(name=name).user)[1]
        return token


def asks_by_token(bank: Bank, token: str, path: str = "/api/v1/me/") -> int:
    answer = Browser(bank).client.get(path, HTTP_AUTHORIZATION=f"Token {token}")
    return int(answer.status_code)


def last_notice(bank: Bank, name: str) -> Notice:
    with in_bank(bank):
        found = Notice.objects.filter(member__name=name).order_by("made_at").last()
    assert found is not None
    return found


def digits(secret: str, *, periods: int = 0) -> str:
    """What an authenticator app shows now, or some half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + periods))


def say_again(browser: Browser, path: str) -> None:
    """Type the password once more, as is asked before the sign-in itself is changed."""
    assert browser.get(path).to.startswith("/sign-in/again/")
    assert browser.post(f"/sign-in/again/?next={path}", password=PASSWORD).to == path


def set_up_app(browser: Browser) -> str:
    """Set up one-time codes as people do; the secret the app has read."""
    say_again(browser, "/sign-in/ways/app/")
    secret: str = browser.get("/sign-in/ways/app/").form.secret
    done = browser.post("/sign-in/ways/app/", code=digits(secret))
    assert done.to == "/sign-in/ways/recovery-codes/", done.text
    return secret


def give_app(bank: Bank, name: str) -> str:
    """One-time codes that are set up already; the secret the app has read."""
    with in_bank(bank):
        user, secret = Member.objects.get(name=name).user, generate_totp_secret()
        assert user is not None
        TOTP.activate(user, secret)
        RecoveryCodes.activate(user)
    return secret


def authenticators(bank: Bank, name: str) -> list[Authenticator]:
    with in_bank(bank):
        user = Member.objects.get(name=name).user
        assert user is not None
        return list(Authenticator.objects.filter(user_id=user.pk).order_by("pk"))


def adopt(bank: Bank, value: BaseModel, *, ago: timedelta = timedelta(0)) -> None:
    """Make this the rule, from now on or since a while ago."""
    with in_bank(bank):
        at = now() - ago
        adopt_policy(value=value, effective_at=at, actor_id=NOBODY, reason="A test", now=at, may_adopt=True)
