"""Every mail there is has been read for row L9: by the crawl, or here with the reason why it names nobody."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test.signals import template_rendered

from banks.policies.clock import now
from tenants.context import in_bank
from tenants.models import Bank
from tests.seen.neighborhood import live_together

MAILS = Path(settings.TEMPLATES[0]["DIRS"][0]) / "mail"
# Names nobody but who reads it, and quotes nobody: seen by eye, with what it is about.
OF_ONESELF = {
    "apply_member_already": "one's own number",
    "caretaker_asked": "that one is named; not who else",
    "decision_published": "who published, only to those who see people; else “A coordinator”",
    "decision_taken_back": "what is taken back and why; no names",
    "farewell": "one's own balance",
    "gift_received": "who gave, only to those who see people; else “A member”",
    "listing_hidden": "why, for those who see people only; else the coordinator says it",
    "listing_released": "one's own request",
    "listing_shown": "one's own offer or request",
    "mandate_begun": "how many caretakers until when; no names",
    "mandate_ended": "that the mandate is over; no names",
    "mandate_ending": "until when caretakers look after the bank; no names",
    "membership_ended": "one's own membership, by which decision",
    "of_age": "one's own birthday",
    "outside_credited": "one's own work elsewhere",
    "power_ended": "one's own power",
    "power_ending": "one's own power",
    "power_given": "one's own power",
    "proposal_announced": "what all members vote on; a request for membership says the miles, and not whose",
    "resting": "one's own rest",
    "round_adopted": "what one's circle decided; no names",
    "round_ends_soon": "one's own answer that is missing",
    "round_lapsed": "what one's circle did not decide; how many are missing, not who",
    "round_opened": "what one's circle is asked; no names",
    "sign_in_changed": "one's own sign-in",
    "sign_in_renewed": "one's own sign-in",
    "term_ending": "one's own role",
    "welcome_back": "one's own number",
}
# To applicants, who are told days and places, and no member's name.
TO_APPLICANTS = {
    "application_admitted", "application_beyond_area", "application_closed", "application_declined",
    "application_reminder", "apply_link", "apply_sent", "apply_withdrawn", "orientation_called_off",
    "orientation_moved", "orientation_planned", "orientation_reminder", "orientation_seat",
}  # fmt: skip
NAMES_OF_MEMBERS = (".led_by", ".recruited_by", ".entered_by", ".recorded_by", ".granted_by", "member.name")


@pytest.fixture
def rendered() -> Iterator[set[str]]:
    """Which mails are written while the neighborhood lives."""
    found: set[str] = set()

    def note(template: object, **_: object) -> None:
        name = str(getattr(template, "name", "") or "")
        if name.startswith("mail/"):
            found.add(name.removeprefix("mail/").removesuffix(".txt"))

    template_rendered.connect(note)
    yield found
    template_rendered.disconnect(note)


def test_every_mail_is_read_by_the_crawl_or_known_to_name_nobody(lamoni: Bank, rendered: set[str]) -> None:
    with in_bank(lamoni):
        live_together(now())
    assert {"exchange_recorded", "exchange_undone", "event_credit", "credit", "welcome"} <= rendered
    known = rendered | OF_ONESELF.keys() | TO_APPLICANTS
    assert {path.stem for path in MAILS.glob("*.txt")} - known == set()


@pytest.mark.parametrize("mail", sorted(TO_APPLICANTS))
def test_a_mail_to_an_applicant_names_no_member(mail: str) -> None:
    text = (MAILS / f"{mail}.txt").read_text()
    assert not [name for name in NAMES_OF_MEMBERS if name in text]
