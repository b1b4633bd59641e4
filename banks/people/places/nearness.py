"""The same distance worked out by the database, so that thousands of rows can be sorted by it.

Guarantees: the haversine formula of `rules.miles_between`; rows without a point have no distance.
Called by: queries that list people or listings nearest first.
"""

from math import cos, radians

from django.db.models import Case, Expression, F, FloatField, Q, Value, When
from django.db.models.functions import ASin, Cos, Least, Power, Radians, Sin, Sqrt

from banks.people.places.rules import EARTH_RADIUS_MILES, Located


def miles_from(point: Located, *, latitude: str, longitude: str) -> Expression:
    """Miles from a point to the row whose degrees stand in these two columns, or null."""
    north, over = radians(point.latitude), radians(point.longitude)
    half_up = (Radians(F(latitude)) - Value(north)) / Value(2.0)
    half_over = (Radians(F(longitude)) - Value(over)) / Value(2.0)
    across = Value(cos(north)) * Cos(Radians(F(latitude))) * Power(Sin(half_over), Value(2.0))
    chord = Power(Sin(half_up), Value(2.0)) + across
    miles = Value(2 * EARTH_RADIUS_MILES) * ASin(Least(Sqrt(chord), Value(1.0)))
    known = Q(**{f"{latitude}__isnull": False, f"{longitude}__isnull": False})
    return Case(When(known, then=miles), default=None, output_field=FloatField())
