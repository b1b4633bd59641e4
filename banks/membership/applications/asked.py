"""Who can join and what is asked of them, in the sentences of the bank's own rules. Pure.

Guarantees: every sentence is the one the guidelines print, so the public page cannot promise anything else; what a
bank does not ask for is not mentioned. Called by: the welcome page and the first page of the application.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from banks.policies.guidelines import lines_of
from banks.policies.kinds import ApplicationsPolicy, MembershipPolicy
from ledger.policy import HoursPolicy

WHO = ("area", "min_age", "organisations")
ASKED = ("references_required", "screening", "waiver_required", "guardian_under", "orientation")
FIRST = ("first_offers", "first_requests")
NOT_ASKED = (None, False, 0, "none")


@dataclass(frozen=True, slots=True)
class Asked:
    """Sentences for a visitor: who can join, and what happens on the way."""

    who: Sequence[str]
    what: Sequence[str]


def asked(rules: MembershipPolicy, ways: ApplicationsPolicy, hours: HoursPolicy) -> Asked:
    what = [*_sentences(rules, ASKED, hours), *_sentences(ways, FIRST, hours)]
    return Asked(who=list(_sentences(rules, WHO, hours)), what=what)


def _sentences(value: BaseModel, fields: Sequence[str], hours: HoursPolicy) -> Iterator[str]:
    said = {line.facts.field: line.sentence for line in lines_of(value, hours)}
    for field in fields:
        # No lowest age is good news and is said; what is simply not asked for is not.
        if field == "min_age" or getattr(value, field) not in NOT_ASKED:
            yield said[field]
