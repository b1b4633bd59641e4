"""What pages show of a published decision: by whom, until when, and the words of members about it.

Guarantees: what members wrote is shown to those who see people and to whoever wrote it; to others, only how many.
Called by: the proposal's page and the list of decisions.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from banks.deciding.publications.forms import WordForm
from banks.people.members.queries import names_shown
from banks.people.members.rules import NAMELESS, Viewer
from banks.policies.clock import bank_day
from governance.decision_rule import DecisionRule
from governance.effects.models import Effect
from governance.proposals.rules import BEING_DECIDED, OPEN, State
from governance.publications.models import Publication
from governance.publications.queries import publications_of, reviews_asked

REVIEWS_SHOWN = timedelta(days=90)


def publications_shown(proposal_id: UUID, viewer: Viewer, *, at: datetime) -> list[dict[str, Any]]:
    """Every publication of a proposal as its page shows it, the newest first."""
    return [_shown(publication, viewer, at) for publication in publications_of(proposal_id)]


def _shown(publication: Publication, viewer: Viewer, at: datetime) -> dict[str, Any]:
    words = list(publication.words.all())
    back = getattr(publication, "taking_back", None)
    people = {publication.published_by_id, *(word.person_id for word in words)} | ({back.by_id} if back else set())
    names = names_shown(people, viewer, on=bank_day(at))
    read = [word for word in words if viewer.sees_people or word.person_id == viewer.member_id]
    effect = publication.decision.effect
    waits = effect.state == Effect.State.WAITING and effect.due_at > at
    id_of = publication.version.proposal_id
    return {
        "decision": publication.decision,
        "effect": effect,
        "rule": DecisionRule.model_validate(publication.rule).in_words(),
        "told": len(publication.recipients),
        "on_paper": sum(channel == "paper" for channel in publication.recipients.values()),
        "by": names.get(publication.published_by_id, NAMELESS.lower()),
        "published_at": publication.published_at,
        "words": [{"by": names.get(word.person_id, NAMELESS), "word": word} for word in read],
        "words_kept": len(words) - len(read),
        "taken_back": back,
        "taken_back_by": names.get(back.by_id, NAMELESS.lower()) if back else "",
        "waits": waits,
        "word_form": None if back else _word_form(waits),
        "word_url": reverse("publication-word", args=[id_of]),
        "take_back_url": reverse("publication-take-back", args=[id_of]) if waits and viewer.is_coordinator else "",
    }


def _word_form(waits: bool) -> WordForm:
    """Before its day anybody says a word; afterwards it is a request to look again."""
    form = WordForm(initial={"asks_review": not waits})
    if not waits:
        form.fields["text"].label = "Why should it be looked at again?"
    return form


def publish_url(proposal_id: UUID, rule: DecisionRule, state: State, viewer: Viewer) -> str:
    """Where a coordinator publishes a proposal, or nothing."""
    may = viewer.is_coordinator and rule.method == "coordinator" and state in OPEN - BEING_DECIDED
    return reverse("publication-new", args=[proposal_id]) if may else ""


def reviews_wanted(viewer: Viewer, *, at: datetime) -> list[dict[str, Any]]:
    """For coordinators: decisions that members lately asked to look at again."""
    if not viewer.is_coordinator:
        return []
    return [
        {"proposal": word.publication.version.proposal, "text": word.text, "at": word.at}
        for word in reviews_asked(since=at - REVIEWS_SHOWN)
    ]
