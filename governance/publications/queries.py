"""Reads of published decisions."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from governance.publications.errors import NoSuchPublication
from governance.publications.models import Publication, Word


def publications_of(proposal_id: UUID) -> QuerySet[Publication]:
    """The published versions of a proposal, newest first, with decision, effect, retraction and comments."""
    publications = Publication.objects.filter(version__proposal=proposal_id).order_by("-published_at")
    return publications.select_related("version", "decision__effect", "taking_back").prefetch_related("words")


def publication_of(proposal_id: UUID) -> Publication:
    """The newest publication of a proposal."""
    publication = publications_of(proposal_id).first()
    if publication is None:
        raise NoSuchPublication()
    return publication


def reviews_asked(*, since: datetime) -> QuerySet[Word]:
    """Requests since a moment to review published decisions, newest first; without decisions that were taken back."""
    requests = Word.objects.filter(asks_review=True, at__gte=since, publication__taking_back=None)
    return requests.select_related("publication__version__proposal").order_by("-at")
