"""The minutes before anybody has written: who was there, what was decided, by what count."""

from collections.abc import Sequence
from datetime import datetime

from banks.day_words import with_weekday
from governance.decisions.models import Decision
from governance.meetings.models import Meeting

VERDICTS = {"carried": "Carried", "lost": "Lost", "no_quorum": "No vote could be taken"}


def draft_minutes(
    meeting: Meeting,
    *,
    begun: datetime,
    facilitator: str,
    secretary: str,
    names: Sequence[str],
    guests: int,
    decisions: Sequence[Decision],
) -> str:
    """A text to go on from; `begun` by the bank's own clock, `names` of everybody who was there at some time."""
    lines = [
        f"{meeting.title}, {meeting.get_kind_display().lower()}",
        f"{with_weekday(begun.date())}, {begun:%H:%M}, {meeting.place}",
        f"Presiding: {facilitator}. Writing: {secretary}.",
        "",
        f"In attendance ({len(names)}): {', '.join(names) or 'nobody'}." + (f" Guests: {guests}." if guests else ""),
        "",
    ]
    if not decisions:
        return "\n".join([*lines, "Nothing was put to the vote.", ""])
    for decision in decisions:
        lines += [
            f"Decision {decision.number}: {decision.version.proposal.title}",
            f"{VERDICTS[decision.verdict]}. {decision.arithmetic}",
            "",
        ]
    return "\n".join(lines)
