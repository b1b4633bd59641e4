"""Refusals about helping somebody to sign in, and about the second step."""

from banks.errors import BankError


class NotForOneself(BankError):
    code = "signin.not_for_oneself"
    words = "Nobody makes a code for themselves. Ask somebody else who helps with signing in."


class NoSignIn(BankError):
    code = "signin.no_sign_in"
    words = "{name} has no sign-in here: the membership has ended, or an organisation's people sign in for it."


class NoNumberToCall(BankError):
    code = "signin.no_number_to_call"
    words = "We have no telephone number of {name} to call back on. Let them come in person."
    field = "recognised"


class LostStepNeedsPerson(BankError):
    code = "signin.lost_step_needs_person"
    words = "A lost second step is only taken away by an administrator, from somebody who came in person."
    field = "frees_second_step"


class SecondStepMissing(BankError):
    code = "signin.second_step_missing"
    words = "Those who hold powers sign in with a second step here. Set it up under “My details”, “Signing in”."
