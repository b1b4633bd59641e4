"""The clock's part: two days before an orientation those with a seat are reminded, each once.

Guarantees: whatever runs twice or at the same time reminds once; who took their seat within the last day is not
reminded of what they just chose. Called by: hosting/schedule.py.
"""

from datetime import datetime, timedelta

from django.db import transaction

from banks.membership.orientations.models import OrientationSeat
from banks.notices.services import tell_applicants
from banks.policies.queries import bank_zone

BEFORE = timedelta(days=2)
JUST_CHOSEN = timedelta(days=1)


@transaction.atomic
def remind_of_orientations(*, now: datetime) -> int:
    """Tell everybody whose orientation is less than two days away; how many were told."""
    due = OrientationSeat.objects.filter(
        orientation__starts_at__gt=now,
        orientation__starts_at__lte=now + BEFORE,
        orientation__called_off_at=None,
        taken_at__lte=now - JUST_CHOSEN,
        given_up_at=None,
        reminded_at=None,
        application__ended_at=None,
    )
    seats = list(due.select_for_update(of=["self"], skip_locked=True).select_related("application", "orientation"))
    for seat in seats:
        context: dict[str, object] = {"orientation": seat.orientation, "zone": bank_zone(now)}
        tell_applicants([seat.application], template="orientation_reminder", context=context, now=now)
    OrientationSeat.objects.filter(pk__in=[seat.pk for seat in seats]).update(reminded_at=now)
    return len(seats)
