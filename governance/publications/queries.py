"""Reads of published decisions."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from governance.publications.errors import NoSuchPublication
from governance.publications.models import Publication, Word


def publications_of(proposal_id: UUID) -> QuerySet[Publication]:
    """The published versions of a proposal, the newest first, with decision and what became of it."""
    found = Publication.objects.filter(version__proposal=proposal_id).order_by("-published_at")
    return found.select_related("version", "decision__effect", "taking_back").prefetch_related("words")


def publication_of(proposal_id: UUID) -> Publication:
    """The newest publication of a proposal."""
    found = publications_of(proposal_id).first()
    if found is None:
        raise NoSuchPublication()
    return found


def reviews_asked(*, since: datetime) -> QuerySet[Word]:
    """Whoever asked since then for a published decision to be looked at again; taken back ones are left out."""
    asked = Word.objects.filter(asks_review=True, at__gte=since, publication__taking_back=None)
    return asked.select_related("publication__version__proposal").order_by("-at")
