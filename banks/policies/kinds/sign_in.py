"""The kind that says how those who hold powers sign in.

Called by: `banks.membership.sign_in_help`, for every page and API call of somebody who holds a power.
"""

from typing import ClassVar, Literal

from banks.policies.keys import BankPolicy, key
from banks.policies.kinds.membership import GROUP


# Declarations read as a table, one key a paragraph.
# fmt: off
class SignInPolicy(BankPolicy):
    kind: ClassVar[str] = "sign_in"
    title: ClassVar[str] = "Signing in"
    counts_from: ClassVar[str] = "the day it is applied"
    group: ClassVar[str] = GROUP

    second_step_for_powers: Literal["offered", "required"] = key(
        "offered", title="A second step for powers",
        description="A passkey or a one-time code beside the password, for those who hold powers.",
        unit="choice", source="platform choice",
        says={
            "offered": "Those who hold powers may sign in with a second step.",
            "required": "Those who hold powers sign in with a second step.",
        },
    )
    grace_days: int = key(
        14, title="Time to set it up",
        description="Days from the day the power, or this rule, begins.", unit="days", ge=0, le=365,
        source="platform choice", when="second_step_for_powers=required",
        says="Whoever is given a power has {value} to set up the second step.",
    )
# fmt: on
