"""The clock's part: minors who have come of age (rows L8, L19).

Guarantees: a sealed birth date is read by the clock once a day at most, and each reading is written down; on the
birthday, by the bank's own clock, somebody stops being a minor, is told that their own signature is due now, and
their birth date is forgotten. Somebody born on 29 February comes of age on 1 March in common years.
Called by: hosting/schedule.py.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from banks.membership.applications.models import Application
from banks.membership.screening.models import SealedReading
from banks.membership.screening.services import drop_birth_date, read_birth_date
from banks.notices.services import notify
from banks.people.members.births import of_age_on
from banks.people.members.models import Member, StandingChange
from banks.policies.clock import bank_day
from banks.policies.kinds import MembershipPolicy
from banks.policies.queries import bank_zone, policy_in_force, start_of_day

REASON = "birthday"


def come_of_age(*, now: datetime) -> int:
    """Everybody who came of age since the last look, members and applicants; how many."""
    rules, today = policy_in_force(MembershipPolicy, now).value, bank_day(now)
    midnight = start_of_day(today, bank_zone(now))
    seen = SealedReading.objects.filter(reason=REASON, reader_id=None, read_at__gte=midnight).values("subject_id")
    members = Member.objects.filter(is_minor=True, left_on=None).exclude(pk__in=seen)
    applicants = Application.objects.filter(is_minor=True, ended_at=None).exclude(pk__in=seen)
    grown = sum(_look(pk, rules, today, now) for pk in list(members.values_list("pk", flat=True)))
    return grown + sum(
        _look_at_applicant(pk, rules, today, now) for pk in list(applicants.values_list("pk", flat=True))
    )


@transaction.atomic
def _look(member_id: UUID, rules: MembershipPolicy, today: date, now: datetime) -> bool:
    held = Member.objects.select_for_update(of=["self"], skip_locked=True, no_key=True)
    member = held.filter(pk=member_id, is_minor=True).first()
    if member is None or not _is_of_age(member_id, rules, today, now):
        return False
    member.is_minor, member.waiver_version = False, ""
    member.save(update_fields=["is_minor", "waiver_version"])
    StandingChange.objects.create(member=member, change=StandingChange.Change.OF_AGE, at=now)
    drop_birth_date(person_id=member_id)
    notify([member], template="of_age", context={"signs": rules.waiver_required}, now=now)
    return True


@transaction.atomic
def _look_at_applicant(application_id: UUID, rules: MembershipPolicy, today: date, now: datetime) -> bool:
    """An applicant needs no guardian any more; their own signature is waited for."""
    held = Application.objects.select_for_update(of=["self"], skip_locked=True, no_key=True)
    application = held.filter(pk=application_id, is_minor=True, ended_at=None).first()
    if application is None or not _is_of_age(application_id, rules, today, now):
        return False
    application.is_minor, application.touched_at, application.reminded_at = False, now, None
    application.save(update_fields=["is_minor", "touched_at", "reminded_at"])
    return True


def _is_of_age(person_id: UUID, rules: MembershipPolicy, today: date, now: datetime) -> bool:
    born = read_birth_date(person_id=person_id, reason=REASON, now=now)
    return born is not None and of_age_on(born, rules.guardian_under) <= today
