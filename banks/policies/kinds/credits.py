"""Kinds that say which hours the bank itself credits, gives or holds back.

Called by: `banks.people.members` on approval, `banks.hours.events` for meetings and events, `banks.hours.exchanges`.
The accounts these hours come from are in the ledger's `funds` kind.
"""

from typing import ClassVar, Literal

from banks.policies.keys import BankPolicy, Key, key

GROUP = "Hours from the bank"


# Declarations read as a table, one key a paragraph.
# fmt: off
class BonusPolicy(BankPolicy):
    kind: ClassVar[str] = "bonus"
    title: ClassVar[str] = "Hours on joining"
    counts_from: ClassVar[str] = "approval"
    group: ClassVar[str] = GROUP

    signup: int = key(
        0, title="Hours on enrolment", description="Credited to a new member.", unit="credited minutes",
        ge=0, le=6000, source="Lamoni 11",
        says={
            "0": "New members begin with an empty account.",
            "else": "New members receive {value} upon enrolment.",
        },
    )
    referral: int = key(
        0, title="Hours for the recruiter", description="Credited to the member who brought in a new one.",
        unit="credited minutes", ge=0, le=6000, source="Lamoni 17",
        says={
            "0": "Bringing in a new member is thanked in words.",
            "else": "A member who recruits a new member receives {value}.",
        },
    )
    trigger: Literal["enrolment", "first_exchange"] = key(
        "enrolment", title="When these hours are credited", description="The moment that counts.",
        unit="choice", source="Lamoni 11 and 17", when="signup!=0 or referral!=0",
        says={
            "enrolment": "Hours for joining and recruiting are credited when a membership is approved.",
            "first_exchange": (
                "Hours for joining and recruiting are credited after the new member's first exchange."
            ),
        },
    )


class MeetingPolicy(BankPolicy):
    kind: ClassVar[str] = "meeting"
    title: ClassVar[str] = "Organisation meetings"
    counts_from: ClassVar[str] = "meeting start"
    group: ClassVar[str] = GROUP

    attend_effect: Literal["none", "credit", "even"] = key(
        "none", title="Attending a meeting", description="What attending does to a balance.", unit="choice",
        source="Lamoni 18; Door County, Even Exchanges",
        says={
            "none": "Attending a meeting is not recorded in hours.",
            "credit": "Members who attend an organisation meeting receive {attend_credit}.",
            "even": "Hours of attending a meeting are counted; nobody gains or loses any.",
        },
    )
    attend_credit: int = key(
        0, title="Hours for attending", description="Where attending is credited.", unit="credited minutes",
        ge=0, le=1440, source="Lamoni 18", when="-",
        says={
            "0": "There is no credit for attending a meeting.",
            "else": "The credit for attending a meeting is {value}.",
        },
    )
    host_credit: int = key(
        0, title="Hours for hosting", description="Credited to the member who hosts.",
        unit="credited minutes", ge=0, le=1440, source="Lamoni 18",
        says={
            "0": "There is no credit for hosting a meeting.",
            "else": "Members who host a meeting receive {value}.",
        },
    )
    stacks_with_attend: bool = key(
        True, title="Hosts also count as attending", description="Whether a host gets both credits.",
        unit="yes or no", source="Lamoni 18 (a reading the text leaves open)", when="host_credit!=0",
        says={
            "true": "A host who attends receives both credits.",
            "false": "A host receives the credit for hosting only.",
        },
    )


class EventPolicy(BankPolicy):
    kind: ClassVar[str] = "event"
    title: ClassVar[str] = "Events"
    counts_from: ClassVar[str] = "service date"
    group: ClassVar[str] = GROUP

    helper_credit: Literal["none", "actual"] = key(
        "none", title="Helpers at events", description="Members who come early or stay late to help.",
        unit="choice", source="Door County, Events",
        says={
            "none": "Helping at an event is not credited by the bank.",
            "actual": (
                "Members who come early or stay late to help at an event earn that time from the bank."
            ),
        },
    )
    attendance: Literal["none", "even"] = key(
        "even", title="Attending an event", description="Whether hours of company are counted.",
        unit="choice", source="Door County, Even Exchanges",
        says={
            "none": "Attending an event is not recorded in hours.",
            "even": "Hours of attending an event are counted as companionship; nobody gains or loses any.",
        },
    )


class LeadershipPolicy(BankPolicy):
    kind: ClassVar[str] = "leadership"
    title: ClassVar[str] = "Leadership hours"
    counts_from: ClassVar[str] = "service date"
    group: ClassVar[str] = GROUP

    credit_roles: tuple[Key, ...] = key(
        (), title="Roles credited", description="Roles whose hours the bank credits.", unit="list",
        max_length=60, source="Door County, Leadership Roles",
        says={
            "empty": "Leadership is given freely; its hours are not credited.",
            "else": "The bank credits hours served in these roles: {value}.",
        },
    )
    report_via: Literal["member", "coordinator"] = key(
        "coordinator", title="How they are reported", description="Who records leadership hours.",
        unit="choice", source="Door County, Leadership Roles", when="credit_roles!=empty",
        says={
            "member": "Members report leadership hours themselves.",
            "coordinator": "Leadership hours are reported through the coordinator's office.",
        },
    )


class SafetyCancelPolicy(BankPolicy):
    kind: ClassVar[str] = "safety_cancel"
    title: ClassVar[str] = "Exchanges called off for safety"
    counts_from: ClassVar[str] = "agreement"
    group: ClassVar[str] = GROUP

    credit: bool = key(
        False, title="Agreed time is credited",
        description="Whether the bank credits a called-off exchange.", unit="yes or no", source="Lamoni 10",
        applies="later",
        says={
            "true": (
                "If anything feels wrong, call the exchange off and report it; the agreed time is "
                "credited by the bank."
            ),
            "false": "If anything feels wrong, call the exchange off and report it.",
        },
    )
    authority: Key = key(
        "chairperson", title="To whom it is reported", description="A role.", unit="role",
        source="Lamoni 10", applies="later",
        says="A called-off exchange is reported to: {value}.",
    )


class DonationPolicy(BankPolicy):
    kind: ClassVar[str] = "donation"
    title: ClassVar[str] = "Gifts of hours"
    counts_from: ClassVar[str] = "posting"
    group: ClassVar[str] = GROUP

    enabled: bool = key(
        True, title="Members may give hours", description="To members who cannot earn for themselves.",
        unit="yes or no", source="Lamoni 15",
        says={
            "true": "Members may give hours to those who need a service and cannot earn hours themselves.",
            "false": "Hours cannot be given away.",
        },
    )
    needs_decision: bool = key(
        False, title="Gifts need a decision",
        description="Whether the rule for gifts of hours is asked first.", unit="yes or no",
        source="Lamoni 15", when="enabled=true",
        says={
            "true": "Every gift of hours is authorised by a decision first.",
            "false": "A gift of hours needs no decision.",
        },
    )
    cap: int | None = key(
        None, title="Most that one authorisation covers",
        description="Empty means the decision says how much.", unit="credited minutes", ge=1, le=60_000,
        source="Lamoni 15", when="enabled=true",
        says={
            "null": "How much may be given is said in each decision.",
            "else": "One authorisation covers at most {value}.",
        },
    )


class ExternalPolicy(BankPolicy):
    kind: ClassVar[str] = "external"
    title: ClassVar[str] = "Work at other organisations"
    counts_from: ClassVar[str] = "service month"
    group: ClassVar[str] = GROUP

    enabled: bool = key(
        False, title="Hours for work elsewhere", description="For helping non-member organisations.",
        unit="yes or no", source="Lamoni 20",
        says={
            "true": (
                "Members who help a non-member organisation can be credited for it, once that has been "
                "decided."
            ),
            "false": "Work at organisations that are not members is not credited.",
        },
    )
    monthly_cap: int | None = key(
        None, title="Most in a month", description="For each member; empty means no limit.",
        unit="credited minutes", ge=1, le=6000, source="Lamoni 20", when="enabled=true",
        says={
            "null": "Work at other organisations has no monthly limit where it is credited.",
            "else": "Work at other organisations counts up to {value} a month for each member.",
        },
    )
# fmt: on
