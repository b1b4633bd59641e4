"""Erasing what makes a former member a person: the name, how to reach them, what they wrote, what is sealed.

Guarantees: the data map (data_map.toml) decides field by field; a name that others' letters, notes or applications
hold is replaced there, too; the account, the minutes and the number stay, the books are not touched. One transaction;
done again it changes nothing more. Refuses: anybody but an administrator, who says why; a member who has not left.
Called by pages, and by `manage.py replay_erasures` after a backup was restored.
"""

import hashlib
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import Field, ManyToManyField, Model, Q

from banks.errors import NotAllowed
from banks.membership.applications.models import Application
from banks.membership.leaving.data_map import DATA_MAP, EMPTIED, REPLACED, TableRule
from banks.membership.leaving.errors import ErasedForGood, LeaveFirst, ReasonMissing
from banks.membership.leaving.rules import REASONS, former_name
from banks.membership.leaving.services import close_membership, withdraw_notices
from banks.membership.screening.models import ReferenceCheck, SealedBirthDate, SealedNote
from banks.notices.nudge import nudge_outbox
from banks.people.members.models import Household, Member, StandingChange
from banks.people.members.rules import Viewer
from banks.people.members.standing import locked_member, note_change
from banks.people.vault.access import behind_vault
from banks.policies.clock import bank_day
from ledger.accounts import rename_account

AGAIN = "Again, after a backup was restored"
# Where others may have written somebody's name. A name of one word could mean anything: it is looked for in letters.
LETTERS: tuple[tuple[str, tuple[str, ...]], ...] = (("Notice", ("subject", "body")),)
WRITTEN_BY_OTHERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    *LETTERS,
    ("Application", ("about", "recruiter_words", "ended_words")),
    ("Exchange", ("note", "costs_note", "late_reason", "undone_reason")),
    ("Event", ("title", "undone_reason")),
    ("Listing", ("title", "details", "hidden_reason")),
    ("ListingFlag", ("reason",)),
    ("Member", ("about",)),
    ("Orientation", ("place", "note")),
)
# What they wrote themselves and letters quote: the table, whose rows, and the fields.
OWN_WORDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Exchange", "recorded_by", ("note", "costs_note")),
    ("Exchange", "undone_by", ("undone_reason",)),
    ("Listing", "member", ("title", "details")),
)
ERASED = "(erased)"


@dataclass(frozen=True, slots=True)
class Traces:
    """The words by which somebody can be found in what others wrote."""

    names: frozenset[str]
    contacts: frozenset[str]
    own_words: frozenset[str]  # what they wrote, as letters to others quote it


@transaction.atomic
def erase_member(*, actor: Viewer, member_id: UUID, reason: str, now: datetime) -> Member:
    """An administrator erases the details of a former member, for one of REASONS."""
    if not actor.is_administrator:
        raise NotAllowed(who="Administrators")
    words = dict(REASONS).get(reason)
    if words is None:
        raise ReasonMissing()
    member = locked_member(member_id)
    if member.left_on is None:
        raise LeaveFirst(name=member.name)
    if member.erased_at is not None:
        raise ErasedForGood(name=member.name, erased_on=bank_day(member.erased_at))
    _erase(member, at=now, now=now)
    note_change(member, StandingChange.Change.ERASED, actor_id=actor.member_id, now=now, note=words)
    nudge_outbox()  # the register on the platform is written with the next sweep of the outbox
    return member


@transaction.atomic
def erase_again(*, member_id: UUID, at: datetime, now: datetime) -> bool:
    """What the register says was erased is here again, because a backup was restored. False: nobody to erase."""
    if not Member.objects.filter(pk=member_id).exists():
        return False
    member = locked_member(member_id)
    if member.left_on is None:
        close_membership(member, actor_id=None, now=now)
    _erase(member, at=at, now=now)
    if not member.standing_changes.filter(change=StandingChange.Change.ERASED).exists():
        note_change(member, StandingChange.Change.ERASED, actor_id=None, now=now, note=AGAIN)
    return True


def _erase(member: Member, *, at: datetime, now: datetime) -> None:
    applications = list(Application.objects.filter(member=member))
    traces = _traces(member, applications)
    _empty_the_vault([member.pk, *(application.pk for application in applications)])
    withdraw_notices(member)
    for table in DATA_MAP.values():
        if table.is_deleted:
            rows = list(table.rows_of(member).values_list("pk", flat=True))
            table.model._default_manager.filter(pk__in=rows).delete()
    _leave_household(member)
    for table in DATA_MAP.values():
        _empty(table, member)
    if member.kind == Member.Kind.ORGANISATION:
        rename_account(account_id=member.account_id, name=former_name(member.number), now=now)
    if member.user is not None:
        member.user.forget()
    _replace_in_what_others_wrote(traces, former_name(member.number))
    Member.objects.filter(pk=member.pk).update(erased_at=at)
    member.refresh_from_db()


def _traces(member: Member, applications: Iterable[Application]) -> Traces:
    """Names and contacts as they stand here before they are erased; nothing of somebody erased before."""
    people: list[Member | Application] = [member, *applications]
    names = {person.name.strip() for person in people} - {"", former_name(member.number)}
    contacts = {value.strip() for person in people for value in (person.email, person.phone, person.street)}
    own_words = {text.strip() for table, path, columns in OWN_WORDS for text in _texts(table, path, columns, member)}
    return Traces(frozenset(names), frozenset(contacts - {""}), frozenset(own_words - {""}))


def _texts(table: str, path: str, columns: tuple[str, ...], member: Member) -> Iterable[str]:
    for values in DATA_MAP[table].rows_of(member, path=path).values_list(*columns):
        yield from values


def _empty_the_vault(subject_ids: Sequence[UUID]) -> None:
    """What was learnt about them, and the birth date. Readings stay: who opened a seal has to answer for it."""
    notes = list(ReferenceCheck.objects.filter(application__in=subject_ids).values_list("sealed_note_id", flat=True))
    with behind_vault():
        SealedNote.objects.filter(Q(subject_id__in=subject_ids) | Q(pk__in=notes)).delete()
        SealedBirthDate.objects.filter(person_id__in=subject_ids).delete()


def _leave_household(member: Member) -> None:
    """The household goes with the last of its people."""
    home = member.household_id
    if home is None:
        return
    Member.objects.filter(pk=member.pk).update(household=None)
    if not Member.objects.filter(household=home).exists():
        Household.objects.filter(pk=home).delete()


def _empty(table: TableRule, member: Member) -> None:
    """Empty, or replace, the fields that the map says; each in the rows its path leads to."""
    by_path: dict[str, dict[str, Any]] = {}
    for end in (EMPTIED, REPLACED):
        for name, rule in table.ending(by=end):
            field = table.model._meta.get_field(name)
            if isinstance(field, ManyToManyField):
                for row in table.rows_of(member, path=rule.path):
                    getattr(row, name).clear()
            else:
                assert isinstance(field, Field)
                value = _nothing_in(field) if end == EMPTIED else REPLACEMENTS[table.name, name](member)
                by_path.setdefault(rule.path, {})[name] = value
    for path, values in by_path.items():
        rows = list(table.rows_of(member, path=path).values_list("pk", flat=True))
        table.model._default_manager.filter(pk__in=rows).update(**values)


def _nothing_in(field: "Field[Any, Any]") -> Any:
    """What an empty field of this sort holds."""
    if field.null:
        return None
    return field.get_default() if field.has_default() else ""


REPLACEMENTS: dict[tuple[str, str], Any] = {
    ("Member", "name"): lambda member: former_name(member.number),
    ("Application", "name"): lambda member: former_name(member.number),
    # Its link opened the application; nobody has this one.
    ("Application", "secret_sha256"): lambda member: hashlib.sha256(secrets.token_bytes(32)).hexdigest(),
    ("Listing", "title"): lambda member: "Of a former member",
}


def _replace_in_what_others_wrote(traces: Traces, instead: str) -> None:
    for words in traces.own_words:
        _replace(words, ERASED, LETTERS, before=QUOTED)
    for name in traces.names:
        _replace(name, instead, WRITTEN_BY_OTHERS if " " in name else LETTERS)
    for contact in traces.contacts:
        _replace(contact, instead, WRITTEN_BY_OTHERS)


ALONE = r"(?<!\w)"
QUOTED = r"(?:(?<=: )|(?<=“))"  # "Note: …", or between quotation marks: as templates/mail quote


def _replace(words: str, instead: str, places: Iterable[tuple[str, tuple[str, ...]]], *, before: str = ALONE) -> None:
    """Wherever the words stand by themselves, whatever their case; "Ann" is not looked for inside "Annette"."""
    standing_alone = re.compile(rf"{before}{re.escape(words)}(?!\w)", re.IGNORECASE)
    for table, columns in places:
        model: type[Model] = apps.get_model("banks", table)
        for column in columns:
            found = model._default_manager.filter(**{f"{column}__icontains": words})
            for key, text in found.values_list("pk", column):
                limit = model._meta.get_field(column).max_length  # type: ignore[union-attr]
                changed = standing_alone.sub(instead, text)[:limit]
                model._default_manager.filter(pk=key).update(**{column: changed})
