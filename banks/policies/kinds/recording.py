"""Kinds that say how an exchange is agreed, recorded and shared out.

All of them count from the service date, so a late report is judged by the rule of its day.
Called by: `banks.hours.exchanges`, which applies what is marked "now".
"""

from typing import ClassVar, Literal

from banks.policies.keys import BankPolicy, Key, key

RECORDING = "Recording hours"

Fact = Literal["provider", "receiver", "description", "date", "length"]
EvenKind = Literal["companionship", "meeting", "cluster", "social"]


# Declarations read as a table, one key a paragraph.
# fmt: off
class ReportPolicy(BankPolicy):
    kind: ClassVar[str] = "report"
    title: ClassVar[str] = "Who reports hours, and until when"
    counts_from: ClassVar[str] = "service date"
    group: ClassVar[str] = RECORDING

    window: int | None = key(
        None, title="Reporting window", description="Days after the service; empty means no limit.",
        unit="days", ge=0, le=3660, source="Door County, Service Exchange Reporting",
        says={
            "null": "Hours can be reported however long ago the service was.",
            "0": "Hours must be reported on the day of the service.",
            "else": "Hours must be reported within {value} of the service.",
        },
    )
    exception_by: Key = key(
        "coordinator", title="Who may accept a late report", description="A role.", unit="role",
        source="Door County, Service Exchange Reporting", applies="now", when="window!=null",
        says="A report that comes late can be accepted by: {value}.",
    )
    by: Literal["provider_first", "receiver_first", "either", "either_agreed"] = key(
        "either_agreed", title="Who reports", description="Whose task the report is.", unit="choice",
        source="Lamoni 2; Door County, Reporting; Valley, Overview",
        says={
            "provider_first": (
                "Whoever provided the service reports the hours; the receiver may do so when all agree."
            ),
            "receiver_first": (
                "Whoever received the service reports the hours; the provider may do so when all agree."
            ),
            "either": "The people involved report the hours.",
            "either_agreed": "The members agree between them who reports the hours.",
        },
    )
    duplicate_guard: bool = key(
        True, title="Second reports are held", description="Whether a report that looks the same is held.",
        unit="yes or no", source="Door County, Reporting",
        says={
            "true": (
                "When both sides report the same service, the second report is held and shows the "
                "first."
            ),
            "false": "A second report of the same service is recorded without asking.",
        },
    )
    operator_entry: bool = key(
        True, title="Reports by phone",
        description="Whether a coordinator may record on behalf of members.", unit="yes or no",
        source="Door County, Reporting",
        says={
            "true": "A coordinator can take a report by phone.",
            "false": "Members report their hours themselves.",
        },
    )
    required_fields: tuple[Fact, ...] = key(
        ("provider", "receiver", "description", "date", "length"),
        title="Facts a phone report must contain", description="Any of the five facts of an exchange.",
        unit="list", source="Door County, Reporting", when="operator_entry=true",
        says={
            "empty": "A report by phone may leave facts out.",
            "else": "A report by phone must contain: {value}.",
        },
    )
    notify_both: bool = key(
        True, title="Both sides are told",
        description="Whether everyone in an exchange gets a notice of it.", unit="yes or no",
        source="Lamoni 2",
        says={
            "true": "Both sides are told that an exchange has been recorded.",
            "false": "Members see recorded exchanges on their statement; no notices are sent.",
        },
    )


class GroupPolicy(BankPolicy):
    kind: ClassVar[str] = "group"
    title: ClassVar[str] = "Several people in one exchange"
    counts_from: ClassVar[str] = "service date"
    group: ClassVar[str] = RECORDING

    provider_credit: Literal["each_full", "split"] = key(
        "each_full", title="Several providers", description="What each of several providers earns.",
        unit="choice", source="Door County, Group Projects",
        says={
            "each_full": "When several members provide a service together, each earns the full time.",
            "split": "When several members provide a service together, they share the time.",
        },
    )
    receiver_charge: Literal["split_equal", "each_full"] = key(
        "split_equal", title="Several receivers", description="What each of several receivers gives.",
        unit="choice", source="Door County, Transportation of More than One Member",
        says={
            "split_equal": "When several members receive a service together, they share the time equally.",
            "each_full": "When several members receive a service together, each gives the full time.",
        },
    )


class TravelPolicy(BankPolicy):
    kind: ClassVar[str] = "travel"
    title: ClassVar[str] = "Travel to and from exchanges"
    counts_from: ClassVar[str] = "service date"
    group: ClassVar[str] = RECORDING

    credited: bool = key(
        False, title="Travel counts", description="Whether travel time is added to the service.",
        unit="yes or no", source="Door County, Travel",
        says={
            "true": "Travel to and from an exchange is added to the time of service, on a line of its own.",
            "false": "Travel to and from an exchange is not credited.",
        },
    )
    min_round_trip: int = key(
        0, title="Shortest round trip that counts", description="Minutes there and back.", unit="minutes",
        ge=0, le=600, source="Door County, Travel", when="credited=true",
        says={
            "0": "There is no shortest trip.",
            "else": "Where travel is credited, a round trip counts from {value} on.",
        },
    )


class CostsPolicy(BankPolicy):
    kind: ClassVar[str] = "costs"
    title: ClassVar[str] = "Costs such as gas and ingredients"
    counts_from: ClassVar[str] = "service date"
    group: ClassVar[str] = RECORDING

    payer: Literal["receiver", "provider", "agreed"] = key(
        "receiver", title="Who pays costs", description="Outside the books, which know only time.",
        unit="choice", source="Lamoni 16; Door County, Clarifying",
        says={
            "receiver": (
                "Real costs, such as gas for rides or ingredients for cooking, are paid by the "
                "receiver."
            ),
            "provider": (
                "Real costs, such as gas for rides or ingredients for cooking, are paid by the "
                "provider."
            ),
            "agreed": "Who pays for materials is agreed before the exchange.",
        },
    )


class ExchangePolicy(BankPolicy):
    kind: ClassVar[str] = "exchange"
    title: ClassVar[str] = "Agreeing on an exchange"
    counts_from: ClassVar[str] = "agreement"
    group: ClassVar[str] = "Finding each other and agreeing"

    agree_details_first: Literal["off", "prompt", "require"] = key(
        "prompt", title="Details beforehand",
        description="What, when, where, how long, materials, who records.", unit="choice",
        source="Door County, Clarifying", applies="later",
        says={
            "off": "Members settle the details of an exchange as they like.",
            "prompt": "Members are encouraged to settle what, when, where and how long before an exchange.",
            "require": (
                "What, when, where, how long, materials and who records are settled before the "
                "exchange."
            ),
        },
    )
    barter_allowed: bool = key(
        False, title="Swapping favours", description="One service directly for another.", unit="yes or no",
        source="Lamoni 4; Door County, Clarifying", applies="later",
        says={
            "true": "Members may swap one service directly for another.",
            "false": "Time banking is not bartering: each service is an exchange of its own.",
        },
    )


class EvenExchangePolicy(BankPolicy):
    kind: ClassVar[str] = "even_exchange"
    title: ClassVar[str] = "Even exchanges"
    counts_from: ClassVar[str] = "service date"
    group: ClassVar[str] = RECORDING

    kinds: tuple[EvenKind, ...] = key(
        (), title="What counts as even", description="Hours are counted and no balance moves.", unit="list",
        source="Door County, Even Exchanges",
        says={
            "empty": "Every exchange moves hours.",
            "else": "Hours are counted but nobody gains or loses any for: {value}.",
        },
    )
# fmt: on
