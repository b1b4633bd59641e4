"""What a bank may rule about its books, as frozen and validated values.

Guarantees: a value of one of these types is complete, within bounds and free of contradiction,
so the ledger may apply it without asking again. Amounts are whole minutes, scales exact fractions.
Refuses: any rate by skill or service, any price in money (both are constants no bank can change).
Called by: `banks.policies`, which stores versions and renders them in words, and by whoever posts.
Nothing here reads a clock, a setting or a row.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

COMMUNITY = "community"
"""Key of the bank's own account; every bank has it, so it is never listed among the funds."""

MINUTES_PER_HOUR = 60
LONGEST_AMOUNT = 60 * 24 * 365

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


def key(
    default: Any,
    *,
    title: str,
    description: str,
    unit: str,
    says: str | Mapping[str, str],
    source: str,
    applies: Literal["now", "later"] = "now",
    needs: str = "amend_policy",
    when: str = "",
    **bounds: Any,
) -> Any:
    """One policy key: its blank default and the facts from which forms, API and guidelines are made.

    `says` is a sentence template, or one per case: "null", "true", "false", "empty", a literal value, "else".
    `needs` names the decision rule that changes it; "constant" means no bank can. `when` names the case of
    another key without which the sentence says nothing to members; "-": another sentence says it already.
    """
    facts: dict[str, Any] = {
        "unit": unit,
        "says": says,
        "source": source,
        "applies": applies,
        "needs": needs,
        "when": when,
    }
    return Field(default, title=title, description=description, json_schema_extra=facts, **bounds)


class LedgerPolicy(BaseModel):
    """A kind: keys of the books that share the date whose version counts."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    group: ClassVar[str] = "The hour and the books"
    only_with: ClassVar[str] = ""


def _is_positive(scale: Fraction) -> Fraction:
    if not Fraction(1, 1000) <= scale <= 1000:
        raise ValueError("Choose how many units one hour is worth, between 1/1000 and 1000.")
    return scale


# Declarations read as a table, one key a paragraph.
# fmt: off
class HoursPolicy(LedgerPolicy):
    kind: ClassVar[str] = "hours"
    title: ClassVar[str] = "What an hour is called and how it is rounded"
    counts_from: ClassVar[str] = "service date"

    unit_name: Word = key(
        "hour", title="Name of one unit", description="What members call one unit in the books.",
        unit="text", source="Lamoni 2; Door County, Reporting",
        says="In the books one unit is called: {value}.",
    )
    unit_name_plural: Word = key(
        "hours", title="Name of several units", description="The same word for two or more.", unit="text",
        source="Lamoni 2; Door County, Reporting", when="-",
        says="Several units are called: {value}.",
    )
    units_per_hour: Annotated[Fraction, AfterValidator(_is_positive)] = key(
        Fraction(1), title="Units per hour", description="An exact number such as 1, 10 or 3/2.",
        unit="fraction", source="Lamoni 1",
        says={
            "1": "One hour of service is one {unit}.",
            "else": "One hour of service is {value} {units}.",
        },
    )
    show: Literal["words", "decimal"] = key(
        "words", title="How amounts are shown", description="In words, or as a decimal number of units.",
        unit="choice", source="Door County, Reporting",
        says={
            "words": "Amounts are shown in hours and minutes.",
            "decimal": "Amounts are shown as a decimal number of {units}.",
        },
    )
    granularity: int = key(
        15, title="Step", description="Time is recorded in steps of so many minutes; must divide an hour.",
        unit="minutes", ge=1, le=60, source="Lamoni 2; Door County, Reporting",
        says="Time is recorded in steps of {value}.",
    )
    rounding: Literal["nearest", "up", "reject"] = key(
        "nearest", title="Rounding", description="What happens to a time that is off the step.",
        unit="choice", source="Door County, One-on-One Exchanges",
        says={
            "nearest": "A time between two steps is rounded to the nearest one.",
            "up": "A time between two steps is rounded up.",
            "reject": "A time between two steps is not accepted; the members settle on a step themselves.",
        },
    )
    equal_rate: Literal[True] = key(
        True, title="One hour is one hour", description="The same for every skill and service.",
        unit="constant", source="Lamoni 1 and 3; Valley, Overview", needs="constant",
        says={
            "true": "Every skill and service counts the same: an hour earned is an hour earned.",
        },
    )
    no_money: Literal[True] = key(
        True, title="No money", description="Nothing in the books has a price.", unit="constant",
        source="Lamoni 5", needs="constant",
        says={
            "true": "{units} never have a monetary value, and no money is kept in the books.",
        },
    )

    @model_validator(mode="after")
    def check_step_divides_the_hour(self) -> Self:
        if MINUTES_PER_HOUR % self.granularity:
            raise ValueError(
                f"A step of {self.granularity} minutes does not divide an hour; use 5, 10, 15, 20, 30 or 60."
            )
        return self


Floor = Annotated[int, Field(ge=-LONGEST_AMOUNT, le=0)]
Ceiling = Annotated[int, Field(ge=0, le=LONGEST_AMOUNT)]
ELSEWHERE = "other time banks and exchange systems"


def _floor(who: str, whose: str, source: str) -> Any:
    return key(
        None, title=f"Lowest balance of {who}", description="Zero or below; empty means no limit.",
        unit="credited minutes", source=source,
        says={
            "null": f"{whose} balance may go below zero, without a fixed limit.",
            "0": f"{whose} balance may not go below zero.",
            "else": f"{whose} balance may go down to {{value}}.",
        },
    )


def _ceiling(who: str, whose: str) -> Any:
    return key(
        None, title=f"Highest balance of {who}", description="Empty means no limit.", unit="credited minutes",
        source=ELSEWHERE,
        says={
            "null": f"There is no highest balance for {who}.",
            "else": f"{whose} balance may rise to {{value}}.",
        },
    )


def _strict(which: str, whose: str, limit: str) -> Any:
    return key(
        False, when=f"{limit}!=null", title=f"{whose} {which} balance is strict", unit="yes or no",
        source=ELSEWHERE,
        description="Strict refuses to record; otherwise the people concerned are told.",
        says={
            "true": f"{whose} {which} balance is strict: nothing that goes past it is recorded.",
            "false": f"Going past {whose.lower()} {which} balance is noted; the hours still count.",
        },
    )


class LimitsPolicy(LedgerPolicy):
    """Floors and ceilings. They also stand on each account row, so the database refuses too."""

    kind: ClassVar[str] = "limits"
    title: ClassVar[str] = "How far a balance may go"
    counts_from: ClassVar[str] = "posting"

    member_floor: Floor | None = _floor("a member", "A member's", "Lamoni 14")
    member_floor_hard: bool = _strict("lowest", "A member's", "member_floor")
    member_ceiling: Ceiling | None = _ceiling("a member", "A member's")
    member_ceiling_hard: bool = _strict("highest", "A member's", "member_ceiling")
    organisation_floor: Floor | None = _floor("an organisation", "An organisation's", ELSEWHERE)
    organisation_floor_hard: bool = _strict("lowest", "An organisation's", "organisation_floor")
    organisation_ceiling: Ceiling | None = _ceiling("an organisation", "An organisation's")
    organisation_ceiling_hard: bool = _strict("highest", "An organisation's", "organisation_ceiling")
    overdraft_request_action: Literal["none", "warn", "hold"] = key(
        "none", title="New requests while below zero",
        description="What a member below zero meets on asking again.", unit="choice", source="Lamoni 14",
        says={
            "none": "A member below zero may go on asking for services.",
            "warn": "A member below zero who asks for a service is reminded to give one first.",
            "hold": (
                "A member below zero gives a service before asking for another: the new request waits "
                "until then."
            ),
        },
    )


class LeviesPolicy(LedgerPolicy):
    """What members contribute in hours. A monthly levy's service date is the first of the month."""

    kind: ClassVar[str] = "levies"
    title: ClassVar[str] = "What members contribute to the community"
    counts_from: ClassVar[str] = "service date"

    trade: Literal["none", "fixed", "per_hour"] = key(
        "none", title="Contribution on each exchange",
        description="None, the same each time, or for each hour.", unit="choice", source=ELSEWHERE,
        says={
            "none": "Nothing is taken from an exchange.",
            "fixed": "Each exchange contributes {trade_minutes}.",
            "per_hour": "Each hour exchanged contributes {trade_minutes}.",
        },
    )
    trade_minutes: int = key(
        0, title="Minutes for each exchange or hour", description="Whole minutes.", unit="credited minutes",
        ge=0, le=600, source=ELSEWHERE, when="-",
        says={
            "0": "The contribution on an exchange is nothing.",
            "else": "The contribution on an exchange is {value}.",
        },
    )
    trade_paid_by: Literal["provider", "receiver", "both"] = key(
        "receiver", title="Who contributes", description="Who gives the contribution on an exchange.",
        unit="choice", source=ELSEWHERE, when="trade!=none",
        says={
            "provider": "A contribution on an exchange comes from whoever provided the service.",
            "receiver": "A contribution on an exchange comes from whoever received the service.",
            "both": "A contribution on an exchange comes from both sides, each in full.",
        },
    )
    trade_grace_days: int = key(
        0, title="Days without contribution after joining",
        description="Exchanges in these days contribute nothing.", unit="days", ge=0, le=3660,
        source=ELSEWHERE, when="trade!=none",
        says={
            "0": "A contribution on exchanges counts from the day of joining.",
            "else": "In the first {value} after joining, exchanges contribute nothing.",
        },
    )
    monthly_minutes: int = key(
        0, title="Contribution each month", description="From every member, on the first day of the month.",
        unit="credited minutes", ge=0, le=6000, source=ELSEWHERE,
        says={
            "0": "There is no monthly contribution.",
            "else": "Every member contributes {value} a month.",
        },
    )
    monthly_grace_days: int = key(
        0, title="Days of grace after joining",
        description="A month that begins within these days is free.", unit="days", ge=0, le=3660,
        source=ELSEWHERE, when="monthly_minutes!=0",
        says={
            "0": "A monthly contribution begins with the first month after joining.",
            "else": "A month that begins in the first {value} after joining is free.",
        },
    )
    fund: Key = key(
        COMMUNITY, title="Into which fund",
        description="The key of a fund, or community for the bank's own account.", unit="fund",
        source=ELSEWHERE, when="trade!=none or monthly_minutes!=0",
        says="Contributions go into {value}.",
    )
    organisations_exempt: bool = key(
        True, title="Organisations contribute nothing", description="Whether organisations are exempt.",
        unit="yes or no", source=ELSEWHERE, when="trade!=none or monthly_minutes!=0",
        says={
            "true": "Organisations are exempt from contributions.",
            "false": "Organisations contribute like members.",
        },
    )
    exempt_roles: tuple[Key, ...] = key(
        (), title="Exempt roles", description="Holders of these roles contribute nothing.", unit="list",
        source=ELSEWHERE, when="trade!=none or monthly_minutes!=0",
        says={
            "empty": "No role is exempt from contributions.",
            "else": "Exempt from contributions: {value}.",
        },
    )

    @model_validator(mode="after")
    def check_amount_fits_the_sort(self) -> Self:
        if self.trade == "none" and self.trade_minutes:
            raise ValueError("Nothing is taken from an exchange, so its minutes must be 0.")
        if self.trade != "none" and not self.trade_minutes:
            raise ValueError("Say how many minutes an exchange contributes, or choose that nothing is taken.")
        if self.trade == "per_hour" and self.trade_minutes > MINUTES_PER_HOUR:
            raise ValueError("An hour cannot contribute more than an hour.")
        return self


class Fund(BaseModel):
    """A pot of hours besides the bank's own account."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Key
    name: Word
    purpose: Sentence = ""
    may_go_below_zero: bool = False

    def in_words(self) -> str:
        purpose = f" ({self.purpose})" if self.purpose else ""
        return f"{self.name}{purpose}, which {'may' if self.may_go_below_zero else 'may not'} go below zero"


PAID_FROM = {
    "enrolment": ("Hours on joining", "Lamoni 11"),
    "recruiter": ("Hours for bringing in a member", "Lamoni 17"),
    "meetings": ("Hours for meetings", "Lamoni 18"),
    "events": ("Hours of event helpers", "Door County, Events"),
    "leadership": ("Leadership hours", "Door County, Leadership Roles"),
    "called_off": ("Hours of called-off exchanges", "Lamoni 10"),
    "outside_hours": ("Hours given to other organisations", "Lamoni 20"),
}


def _paid_from(use: str, applies: Literal["now", "later"] = "now") -> Any:
    title, source = PAID_FROM[use]
    return key(
        COMMUNITY, title=f"{title}: paid from", unit="fund", source=source, applies=applies,
        description="The key of a fund, or community for the bank's own account.",
        says=f"{title} come from {{value}}.",
    )


class FundsPolicy(LedgerPolicy):
    """The community's accounts and which of them pays for what."""

    kind: ClassVar[str] = "funds"
    title: ClassVar[str] = "The community's funds and what each pays for"
    counts_from: ClassVar[str] = "posting"

    funds: tuple[Fund, ...] = key(
        (), title="Funds", description="Pots of hours besides the bank's own account.", unit="list",
        max_length=30, source=ELSEWHERE,
        says={
            "empty": "The bank has one account of its own and no further funds.",
            "else": "Besides its own account the bank has: {value}.",
        },
    )
    enrolment: Key = _paid_from("enrolment")
    recruiter: Key = _paid_from("recruiter")
    meetings: Key = _paid_from("meetings")
    events: Key = _paid_from("events")
    leadership: Key = _paid_from("leadership")
    called_off: Key = _paid_from("called_off", "later")
    outside_hours: Key = _paid_from("outside_hours")

    @model_validator(mode="after")
    def check_funds_exist(self) -> Self:
        keys = [fund.key for fund in self.funds]
        if len(set(keys)) < len(keys) or COMMUNITY in keys:
            raise ValueError("Each fund needs a key of its own; community is the bank's own account.")
        for use in PAID_FROM:
            if getattr(self, use) not in (COMMUNITY, *keys):
                raise ValueError(f"There is no fund {getattr(self, use)}; add it to the funds first.")
        return self


# fmt: on
def levy_for_exchange(
    policy: LeviesPolicy, *, minutes: int, joined_on: date | None = None, service_date: date | None = None
) -> int:
    """Minutes one contributing side owes the fund for an exchange of `minutes`; half a minute rounds up."""
    if joined_on and service_date and service_date < joined_on + timedelta(days=policy.trade_grace_days):
        return 0
    if policy.trade == "per_hour":
        return (2 * minutes * policy.trade_minutes + MINUTES_PER_HOUR) // (2 * MINUTES_PER_HOUR)
    return policy.trade_minutes


def monthly_levy_due(policy: LeviesPolicy, *, joined_on: date, month: date) -> int:
    """Minutes a member owes for the month `month` lies in; none before joining or in the days of grace."""
    first = month.replace(day=1)
    if first < joined_on + timedelta(days=policy.monthly_grace_days):
        return 0
    return policy.monthly_minutes
