"""How far members live from who looks (row V-far).

Guarantees: distances are between the points of towns or postal codes, worked out afresh for each viewer; where
either is not known there is none. Called by: the directory, offers and requests.
"""

from typing import Any

from django.db.models import F, QuerySet

from banks.people.members.models import Member
from banks.people.members.rules import Viewer
from banks.people.places.nearness import miles_from
from banks.people.places.rules import Measured, Point, in_words, measure, point_of


def own_point(viewer: Viewer) -> Point | None:
    """Where the viewer lives, as far as the bank knows: the point of a town or postal code."""
    found = Member.objects.filter(pk=viewer.member_id).values_list("latitude", "longitude").first()
    return point_of(*found) if found else None


def nearest_first(rows: "QuerySet[Any]", near: Point, *, of: str = "") -> "QuerySet[Any]":
    """Rows by distance, then in the order they had; `of` leads to the member, such as "member__"."""
    miles = miles_from(near, latitude=f"{of}latitude", longitude=f"{of}longitude")
    before = rows.query.order_by or rows.model._meta.ordering or ()
    return rows.annotate(miles=miles).order_by(F("miles").asc(nulls_last=True), *before)


def distance_to(member: Member, near: Point | None) -> Measured | None:
    """How far it is from a point to a member's town."""
    there = point_of(member.latitude, member.longitude)
    return measure(near, there) if near and there else None


def distance_words(member: Member, near: Point | None) -> str:
    """12 miles, about 20 minutes by car; nothing where it is not known."""
    measured = distance_to(member, near)
    return in_words(measured) if measured else ""
