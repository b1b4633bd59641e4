"""The clock's part: reminding the silent, closing politely, and forgetting what ended long ago.

Guarantees: only those are reminded and closed who alone can go on, each once, whatever runs twice or at the same
time; nobody is closed who was not reminded; ninety days after an application ended without a membership, what was
written in it is gone, and what is left names nobody. Called by: hosting/schedule.py.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import get_random_string

from banks.membership.admission.queries import FOR_A_LINE, open_applications
from banks.membership.admission.rules import is_due_for_closing, is_due_for_reminder
from banks.membership.admission.services import remind
from banks.membership.applications.ending import end_application, is_within_reach
from banks.membership.applications.facts import waits_of, waits_of_all
from banks.membership.applications.models import Application
from banks.membership.applications.queries import digest
from banks.membership.applications.rules import is_silent
from banks.membership.screening.forgetting import forget_application
from banks.policies.kinds import ApplicationsPolicy
from banks.policies.queries import policy_in_force

KEPT_AFTER_END = timedelta(days=90)
NOT_HEARD = "We have not heard from you for a while, so we closed your application."
SECRET_LENGTH = 32
WRITTEN = ("name", "email", "phone", "street", "about", "recruiter_words", "town", "postal_code", "ended_words")
Due = Callable[[Application], bool]


def round_of_applications(*, now: datetime) -> None:
    """Remind, close, forget."""
    ways = policy_in_force(ApplicationsPolicy, now).value

    def for_closing(row: Application) -> bool:
        return is_due_for_closing(touched_at=row.touched_at, reminded_at=row.reminded_at, ways=ways, now=now)

    def for_reminder(row: Application) -> bool:
        return is_due_for_reminder(touched_at=row.touched_at, reminded_at=row.reminded_at, ways=ways, now=now)

    _each_silent(for_closing, _close, ways=ways, now=now)
    _each_silent(for_reminder, _remind, ways=ways, now=now)
    empty_ended(now=now)


def _each_silent(
    is_due: Due, act: Callable[[Application, datetime], None], *, ways: ApplicationsPolicy, now: datetime
) -> None:
    """Each in a transaction of its own, looked at once more when it is held."""
    long_ago = open_applications().filter(touched_at__lte=now - timedelta(days=ways.remind_after))
    due = [row for row in long_ago.only(*FOR_A_LINE) if is_due(row)]
    waits = waits_of_all(due, now=now)
    for row in due:
        if not is_silent(waits[row.pk]):
            continue
        with transaction.atomic():
            held = open_applications().select_for_update(of=["self"], skip_locked=True).filter(pk=row.pk).first()
            if held is not None and is_due(held) and is_silent(waits_of(held, now=now)):
                act(held, now)


def _remind(application: Application, now: datetime) -> None:
    if is_within_reach(application):
        remind(application, now=now)
        return
    application.reminded_at = now  # nobody can be told; the closing follows all the same
    application.save(update_fields=["reminded_at"])


def _close(application: Application, now: datetime) -> None:
    end_application(application, state=Application.State.CLOSED, words=NOT_HEARD, by=None, now=now)


def empty_ended(*, now: datetime) -> int:
    """Remove what applicants wrote who did not become members, ninety days after the end; how many."""
    over = Application.objects.filter(ended_at__lte=now - KEPT_AFTER_END, member=None, emptied_at=None)
    count = 0
    for pk in list(over.values_list("pk", flat=True)):
        with transaction.atomic():
            application = over.select_for_update(of=["self"], skip_locked=True).filter(pk=pk).first()
            if application is not None:
                _empty(application, now)
                count += 1
    return count


def _empty(application: Application, now: datetime) -> None:
    """What is left says where it stood and how it ended, of nobody; a signature stays as long as waivers are kept."""
    forget_application(application_id=application.pk)
    for name in WRITTEN:
        setattr(application, name, "")
    application.latitude = application.longitude = application.recruited_by = None
    application.secret_sha256 = digest(get_random_string(SECRET_LENGTH))
    application.emptied_at = now
    application.save()
    application.services.clear()
    for rows in (application.first_listings, application.notices):
        rows.all().delete()
    application.seats.all().delete()
    guardian = getattr(application, "guardian", None)
    if guardian is not None:
        guardian.delete()
