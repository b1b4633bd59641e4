"""Kinds that say how members answer each other, who looks at offers, and what the bank looks like.

Called by: `banks.messages` and `banks.asking.listings` once they work on the platform; the look and the
place are read by every page.
"""

from typing import Annotated, ClassVar, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator

from banks.policies.keys import BankPolicy, Key, Sentence, key


def _is_time_zone(name: str) -> str:
    try:  # a zone is remembered once found; the list of all zones is read from disk at each call
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{name} is not a time zone; choose one such as America/Chicago.") from None


TimeZone = Annotated[str, AfterValidator(_is_time_zone)]
Theme = Literal["meadow", "lake", "brick", "plum", "teal", "ochre", "rose", "dusk"]


# Declarations read as a table, one key a paragraph.
# fmt: off
class MessagingPolicy(BankPolicy):
    kind: ClassVar[str] = "messaging"
    title: ClassVar[str] = "Answering each other"
    counts_from: ClassVar[str] = "message"
    group: ClassVar[str] = "Finding each other and agreeing"

    reply_target: int | None = key(
        None, title="Time to answer", description="Hours; empty means no fixed time.", unit="hours", ge=1,
        le=2160, source="Door County, Responding Quickly; Lamoni 12", applies="later",
        says={
            "null": "Messages about offers and requests are answered as soon as members can.",
            "else": (
                "Messages about offers and requests are answered, yes or no, within {value} if "
                "possible."
            ),
        },
    )
    reply_enforcement: Literal["none", "remind", "report"] = key(
        "none", title="When no answer comes", description="What the platform does then.", unit="choice",
        source="Door County, Moving on; Lamoni 12", applies="later",
        says={
            "none": "Nobody is reminded of an unanswered message.",
            "remind": (
                "A member who has not answered is reminded, and the asker is shown the next members to "
                "ask."
            ),
            "report": "A member who has not answered is reminded, then the coordinator is told.",
        },
    )


class OffersPolicy(BankPolicy):
    kind: ClassVar[str] = "offers"
    title: ClassVar[str] = "Looking at offers"
    counts_from: ClassVar[str] = "the day it is applied"
    group: ClassVar[str] = "Finding each other and agreeing"

    moderation: Literal["pre", "post"] = key(
        "post", title="When offers are looked at", description="Before or after they appear.",
        unit="choice", source="Valley, Tasks",
        says={
            "pre": "Offers and requests are looked at before they appear.",
            "post": "Offers and requests appear at once and are looked at afterwards.",
        },
    )
    owner: Key = key(
        "coordinator", title="Who looks at them", description="A circle or role.", unit="role",
        source="Valley, Tasks",
        says="Offers and requests are looked at by: {value}.",
    )


class PlacePolicy(BankPolicy):
    kind: ClassVar[str] = "place"
    title: ClassVar[str] = "Where the bank is"
    counts_from: ClassVar[str] = "the day it is applied"
    group: ClassVar[str] = "About the bank"

    time_zone: TimeZone = key(
        "UTC", title="Time zone", description="Decides where a day begins and ends.", unit="time zone",
        source="platform choice",
        says="Days begin and end by the clock of {value}.",
    )
    country: Literal["US", "other"] = key(
        "US", title="Country", description="Whose list of towns and postal codes is used.", unit="choice",
        source="platform choice",
        says={
            "US": "Towns and postal codes are looked up in the list of the United States.",
            "other": "Towns are written as members write them; a coordinator measures distances.",
        },
    )
    area_name: Sentence = key(
        "", title="Area", description="The area in a few words.", unit="text", source="Valley, Overview",
        says={
            "": "The bank's area has no name of its own.",
            "else": "The bank is at home in {value}.",
        },
    )


class LookPolicy(BankPolicy):
    kind: ClassVar[str] = "look"
    only_with: ClassVar[str] = "-"
    title: ClassVar[str] = "What the bank looks like"
    counts_from: ClassVar[str] = "the day it is applied"
    group: ClassVar[str] = "About the bank"

    theme: Theme = key(
        "meadow", title="Colours", description="One of the colour themes.", unit="choice",
        source="platform choice",
        says={
            "meadow": "The bank's pages are meadow green.",
            "lake": "The bank's pages are lake blue.",
            "brick": "The bank's pages are brick red.",
            "plum": "The bank's pages are plum.",
            "teal": "The bank's pages are teal.",
            "ochre": "The bank's pages are ochre.",
            "rose": "The bank's pages are rose.",
            "dusk": "The bank's pages are evening blue.",
        },
    )
    tagline: Sentence = key(
        "", title="Motto", description="A line below the name.", unit="text", source="Door County",
        says={
            "": "The bank has no motto.",
            "else": "Our motto: {value}",
        },
    )
    welcome: Sentence = key(
        "", title="Welcome", description="A line on the first page.", unit="text", source="platform choice",
        says={
            "": "The first page greets visitors in general words.",
            "else": "We welcome visitors with: {value}",
        },
    )


class ImportPolicy(BankPolicy):
    kind: ClassVar[str] = "import"
    title: ClassVar[str] = "Where our records come from"
    counts_from: ClassVar[str] = "the day it is applied"
    group: ClassVar[str] = "About the bank"

    source_software: Literal["none", "own_site", "hourworld"] = key(
        "none", title="Software used before", description="Whose files can be brought along.",
        unit="choice", source="Lamoni 13; Valley, Overview; Door County, Reporting", applies="later",
        says={
            "none": "The bank keeps its records here from the beginning.",
            "own_site": "Before this platform the bank kept its records on a site of its own.",
            "hourworld": "Before this platform the bank kept its records with hOurworld.",
        },
    )
# fmt: on
