"""Kinds that say who can be a member and how the list of members is kept.

Called by: `banks.membership.applications` and `banks.people.members` (who comes in, and what they may then do),
`banks.membership.leaving`.
"""

from typing import ClassVar, Literal, Self

from pydantic import model_validator

from banks.policies.keys import BankPolicy, Key, Prose, Word, key

GROUP = "Members"
CHOICE = "platform choice"
Access = Literal["full", "group_events_only", "supervised"]


# Declarations read as a table, one key a paragraph.
# fmt: off
class MembershipPolicy(BankPolicy):
    kind: ClassVar[str] = "membership"
    title: ClassVar[str] = "Who can become a member"
    counts_from: ClassVar[str] = "application"
    group: ClassVar[str] = GROUP

    area: Literal["anywhere", "radius", "places"] = key(
        "anywhere", title="Area", description="How the area served is drawn.", unit="choice",
        source="Lamoni 7",
        says={
            "anywhere": "Membership is not limited to an area.",
            "radius": "We serve members within {radius} of {centre}.",
            "places": "We serve members who live in: {places}.",
        },
    )
    radius: int | None = key(
        None, title="Radius", description="Miles from the centre.", unit="miles", ge=1, le=500,
        source="Lamoni 7", when="-",
        says={
            "null": "No distance is set.",
            "else": "The distance that counts is {value}.",
        },
    )
    centre: Word | None = key(
        None, title="Centre", description="The place the distance is measured from.", unit="place",
        source="Lamoni 7", when="-",
        says={
            "null": "No centre is set.",
            "else": "Distances are measured from {value}.",
        },
    )
    centre_latitude: float | None = key(
        None, title="Latitude of the centre", description="Degrees, north positive.", unit="degrees",
        ge=-90, le=90, source="Lamoni 7", when="-",
        says={
            "null": "The centre has no latitude on record.",
            "else": "The centre lies at latitude {value}.",
        },
    )
    centre_longitude: float | None = key(
        None, title="Longitude of the centre", description="Degrees, east positive.", unit="degrees",
        ge=-180, le=180, source="Lamoni 7", when="-",
        says={
            "null": "The centre has no longitude on record.",
            "else": "The centre lies at longitude {value}.",
        },
    )
    metric: Literal["straight_line", "road"] = key(
        "straight_line", title="How distance is measured", description="As the crow flies or by road.",
        unit="choice", source="Lamoni 7 (a reading the text leaves open)",
        when="area=radius",
        says={
            "straight_line": "Distance is measured in a straight line.",
            "road": "Distance is measured by road.",
        },
    )
    places: tuple[Word, ...] = key(
        (), title="Places", description="Towns or postal codes served, one a line.", unit="list",
        max_length=500, source="other time banks and exchange systems", when="-",
        says={
            "empty": "No list of places is kept.",
            "else": "The places on our list: {value}.",
        },
    )
    organisations: bool = key(
        False, title="Organisations as members", description="Whether an organisation can be a member.",
        unit="yes or no", source="other time banks and exchange systems",
        says={
            "true": "Organisations can be members too.",
            "false": "Members are persons.",
        },
    )
    min_age: int | None = key(
        None, title="Lowest age", description="Years; empty means none.", unit="years", ge=0, le=120,
        source="Lamoni 8",
        says={
            "null": "Membership is open to people of all ages, abilities and backgrounds.",
            "else": "Members are at least {value} old.",
        },
    )
    guardian_under: int = key(
        18, title="A guardian signs below", description="Years; 0 means never.", unit="years", ge=0, le=30,
        source="Lamoni 8",
        says={
            "0": "No guardian is asked for a signature.",
            "else": "For members younger than {value} a legal guardian signs.",
        },
    )
    waiver_required: bool = key(
        False, title="Liability waiver", description="Whether applicants sign one.", unit="yes or no",
        source="Lamoni 19",
        says={
            "true": "Members take responsibility for their own actions and sign a liability waiver.",
            "false": "No liability waiver is asked for.",
        },
    )
    waiver_version: Word | None = key(
        None, title="Version of the waiver", description="The version applicants sign.", unit="text",
        source="Lamoni 19", when="waiver_required=true",
        says={
            "null": "No version of a waiver is on record.",
            "else": "The waiver in use is version {value}.",
        },
    )
    waiver_text: Prose = key(
        "", title="Words of the waiver", description="What is signed, in full; an empty line begins a paragraph.",
        unit="text", source="Lamoni 19", when="-",
        says={
            "": "The waiver has no words on record yet.",
            "else": "The waiver reads: “{value}”.",
        },
    )
    references_required: int = key(
        0, title="References", description="How many personal references are checked.", unit="references",
        ge=0, le=10, source="Lamoni 9",
        says={
            "0": "No personal references are asked for.",
            "else": "We check {value} of each applicant.",
        },
    )
    screening: bool = key(
        False, title="Screening", description="Whether applicants are screened.", unit="yes or no",
        source="Lamoni 9",
        says={
            "true": (
                "All applicants are screened; a record does not exclude anyone, but may limit the kind "
                "of participation."
            ),
            "false": "Applicants are not screened.",
        },
    )
    access_levels: tuple[Access, ...] = key(
        ("full",), title="Kinds of participation", description="What a membership can be limited to.",
        unit="list", min_length=1, source="Lamoni 9",
        says="A membership can be: {value}.",
    )
    orientation: Literal["none", "online", "in_person"] = key(
        "none", title="Orientation", description="Before the first exchange.", unit="choice",
        source="Valley, Overview; Door County, Leadership Roles",
        says={
            "none": "No orientation is needed before the first exchange.",
            "online": "New members take an online orientation before their first exchange.",
            "in_person": "New members attend an orientation in person before their first exchange.",
        },
    )
    orientation_by: Key | None = key(
        None, title="Who leads orientations", description="A circle or role.", unit="role",
        source="Valley, Tasks", when="orientation!=none",
        says={
            "null": "Nobody in particular leads orientations.",
            "else": "Orientations are led by: {value}.",
        },
    )

    @model_validator(mode="after")
    def check_area_is_complete(self) -> Self:
        if self.area == "radius" and not (self.radius and self.centre):
            raise ValueError("An area within a distance needs both the miles and the centre.")
        if self.area == "places" and not self.places:
            raise ValueError("An area made of places needs at least one place.")
        if (self.centre_latitude is None) != (self.centre_longitude is None):
            raise ValueError("The centre needs both latitude and longitude.")
        return self


class ApplicationsPolicy(BankPolicy):
    kind: ClassVar[str] = "applications"
    title: ClassVar[str] = "From applicant to member"
    counts_from: ClassVar[str] = "the day it is applied"
    group: ClassVar[str] = GROUP

    open: bool = key(
        True, title="Applying on the site", description="Whether newcomers apply on the bank's own pages.",
        unit="yes or no", source="Valley, Overview",
        says={
            "true": "Whoever wants to join applies on this site, or with a coordinator.",
            "false": "Whoever wants to join talks to a coordinator.",
        },
    )
    remind_after: int = key(
        15, title="Reminder", description="Days of silence after which an applicant is reminded.", unit="days",
        ge=1, le=365, source=CHOICE,
        says="Applicants whose turn it is are reminded after {value}.",
    )
    close_after: int = key(
        30, title="Closing", description="Days of silence after which an application is closed.", unit="days",
        ge=2, le=730, source=CHOICE,
        says="An application that nobody goes on with is closed after {value}, and may be started again any time.",
    )
    first_offers: int = key(
        1, title="First offers", description="How many offers an applicant names.", unit="offers", ge=0, le=10,
        source="other time banks and exchange systems",
        says={
            "0": "Applicants need not name an offer.",
            "else": "Applicants name {value} to begin with.",
        },
    )
    first_requests: int = key(
        1, title="First requests", description="How many requests an applicant names.", unit="requests", ge=0,
        le=10, source="other time banks and exchange systems",
        says={
            "0": "Applicants need not ask for anything.",
            "else": "Applicants name {value}, so that somebody can help them soon.",
        },
    )

    @model_validator(mode="after")
    def check_reminded_before_closed(self) -> Self:
        if self.remind_after >= self.close_after:
            raise ValueError("The reminder has to come before the closing.")
        return self


class LeavingPolicy(BankPolicy):
    kind: ClassVar[str] = "leaving"
    title: ClassVar[str] = "When a member leaves"
    counts_from: ClassVar[str] = "posting"
    group: ClassVar[str] = GROUP

    hours_left: Literal["keep", "community"] = key(
        "community", title="Hours left over", description="What becomes of a balance above zero.", unit="choice",
        source=CHOICE,
        says={
            "keep": "Hours of a member who leaves stay on their account, should they come back.",
            "community": "Hours of a member who leaves go to the community.",
        },
    )
    hours_owed: Literal["keep", "community"] = key(
        "keep", title="Hours owed", description="What becomes of a balance below zero.", unit="choice",
        source=CHOICE,
        says={
            "keep": "Hours owed by a member who leaves stay on their account, should they come back.",
            "community": "Hours owed by a member who leaves are taken on by the community.",
        },
    )


class UpkeepPolicy(BankPolicy):
    kind: ClassVar[str] = "upkeep"
    title: ClassVar[str] = "Keeping the list of members fresh"
    counts_from: ClassVar[str] = "the day it is applied"
    group: ClassVar[str] = GROUP

    inactive_after: int | None = key(
        None, title="Inactive after", description="Days without activity; empty means never.", unit="days",
        ge=1, le=36_600, source="Valley, Tasks",
        says={
            "null": "Nobody leaves the lists for lack of activity.",
            "else": (
                "Members without activity for {value} leave the lists, are told, and can come back; the"
                " balance stays."
            ),
        },
    )
    cull: Literal["manual", "automatic"] = key(
        "manual", title="How it is done", description="By hand or by the platform.", unit="choice",
        source="Valley, Tasks", when="inactive_after!=null",
        says={
            "manual": "Members are taken off the lists by hand.",
            "automatic": "Members are taken off the lists by the platform.",
        },
    )
    cull_by: Key | None = key(
        None, title="Who looks after the lists", description="A circle or role.", unit="role",
        source="Valley, Tasks", when="inactive_after!=null",
        says={
            "null": "Nobody in particular looks after the lists.",
            "else": "The lists are looked after by: {value}.",
        },
    )
    account_help_owner: Key = key(
        "coordinator", title="Help with signing in", description="A circle or role.", unit="role",
        source="Valley, Tasks; Door County, Reporting",
        says="Help with a lost password is given by: {value}.",
    )
    account_help_contact: str = key(
        "", title="How to reach them", description="A telephone number or address to show.", unit="text",
        max_length=120, source="Door County, Reporting", when="-",
        says={
            "": "How to reach them is said on the members' pages.",
            "else": "They can be reached at {value}.",
        },
    )


class DirectoryPolicy(BankPolicy):
    kind: ClassVar[str] = "directory"
    title: ClassVar[str] = "Names and addresses"
    counts_from: ClassVar[str] = "the day it is applied"
    group: ClassVar[str] = GROUP

    requires_clearance: bool = key(
        False, title="Only cleared members see names and addresses", description="Decided on admission.",
        unit="yes or no", source="Lamoni 9",
        says={
            "true": "Only members cleared on admission see names and addresses.",
            "false": "Every member sees the directory, as far as each member there allows.",
        },
    )
# fmt: on
