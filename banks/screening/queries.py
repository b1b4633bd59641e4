"""Reads about screening that need no seal opened.

Called by: the services here, the screeners' desk.
"""

from uuid import UUID

from django.db.models import Q

from banks.members.models import Member
from banks.members.rules import Viewer
from banks.screening.errors import AboutYourself


def is_about(viewer: Viewer, subject_id: UUID) -> bool:
    """Whether a member or an application is the viewer's own, or of the viewer's household."""
    theirs = Q(pk=viewer.member_id)
    if viewer.household_id is not None:
        theirs |= Q(household=viewer.household_id)
    return Member.objects.filter(theirs).filter(Q(pk=subject_id) | Q(application=subject_id)).exists()


def check_not_about_oneself(viewer: Viewer, subject_id: UUID) -> None:
    if is_about(viewer, subject_id):
        raise AboutYourself()
