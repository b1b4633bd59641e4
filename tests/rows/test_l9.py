"""L9: references checked, applicant screened; in doubt restricted; nobody else learns of a restriction."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from banks.membership.applications.models import Application
from banks.membership.screening import deciding, services
from banks.membership.screening.forgetting import forget_references
from banks.membership.screening.models import ReferenceCheck, ScreeningCase, SealedNote, SealedReading
from banks.membership.screening.rules import CAREFUL, more_careful, outcomes_for
from banks.membership.screening.services import add_reference
from banks.notices.models import Notice
from banks.people.members.capabilities import Capability
from banks.people.members.models import Clearance, Household, Member
from banks.people.members.queries import viewer_of
from banks.people.members.services import grant_power
from banks.people.vault.access import behind_vault
from banks.policies.clock import bank_day, now
from tenants.context import in_bank
from tenants.models import Bank
from tests.pages.browsing import Browser, member_id
from tests.pipeline.applying import applied, complete

pytestmark = pytest.mark.django_db
WHY = "To call them about Rosa's application"
WORD_IN_A_NOTE = "Peregrine"


def screeners(bank: Bank, *names: str, kind: str = "screening") -> list[Browser]:
    with in_bank(bank):
        for name in names:
            grant_power(member=Member.objects.get(name=name), kind=kind, granted_by=None, on=bank_day(now()))
    return [Browser(bank, name) for name in names]


@pytest.fixture
def rosa(lamoni: Bank) -> Application:
    """An applicant who has done her part."""
    with in_bank(lamoni):
        return complete(applied("Rosa Ruiz", now=now(), days_ago=5), now=now())


def at(application: Application) -> str:
    return f"/screening/applicants/{application.pk}/"


def ask_references(bank: Bank, application: Application, browser: Browser, text: str = "A kind neighbor.") -> None:
    with in_bank(bank):
        checks = list(ReferenceCheck.objects.filter(application=application))
    for check in checks:
        browser.post(f"/screening/references/{check.pk}/", result="speaks_for", text=text)


def case_of(bank: Bank, application: Application) -> ScreeningCase:
    with in_bank(bank):
        return ScreeningCase.objects.get(application=application)


def judged(bank: Bank, application: Application, *outcomes: str) -> ScreeningCase:
    """Both opinions, of Nina and Jean."""
    both = screeners(bank, "Nina", "Jean")
    ask_references(bank, application, both[0])
    for browser, outcome in zip(both, outcomes, strict=True):
        answer = browser.post(at(application), outcome=outcome)
        assert answer.to == "/screening/", answer.text
    return case_of(bank, application)


def test_l9_from_references_to_two_opinions_and_a_welcome(lamoni: Bank, rosa: Application) -> None:
    nina, jean = screeners(lamoni, "Nina", "Jean")
    assert "Rosa Ruiz" in nina.get("/screening/").text
    assert "references to be asked" in nina.get("/screening/").text
    too_early = nina.post(at(rosa), outcome="full")
    assert "Ask the references first" in too_early.text
    ask_references(lamoni, rosa, nina)
    assert "speaks for the applicant" in nina.get(at(rosa)).text
    nina.post(at(rosa), outcome="full")
    assert "one opinion given, yours is next" in jean.get("/screening/").text
    jean.post(at(rosa), outcome="full")
    assert case_of(lamoni, rosa).outcome == "full"
    cora = Browser(lamoni, "Cora")
    assert "Screening done" in cora.get(f"/applications/{rosa.pk}/").text
    welcomed = cora.post(f"/applications/{rosa.pk}/welcome/")
    assert welcomed.to.startswith("/directory/")
    with in_bank(lamoni):
        assert Clearance.objects.get(member__name="Rosa Ruiz").access == "full"


@pytest.mark.parametrize("outcomes", [("full", "supervised"), ("supervised", "full")])
def test_l9_where_two_differ_the_more_careful_outcome_counts(
    lamoni: Bank, rosa: Application, outcomes: tuple[str, str]
) -> None:
    case = judged(lamoni, rosa, *outcomes)
    assert case.outcome == "supervised"
    with in_bank(lamoni):
        today = bank_day(now())
    assert case.review_on == today + timedelta(days=365)


def test_l9_the_first_opinion_is_hidden_until_the_second_is_given(lamoni: Bank, rosa: Application) -> None:
    nina, jean = screeners(lamoni, "Nina", "Jean")
    ask_references(lamoni, rosa, nina)
    nina.post(at(rosa), outcome="group_events_only")
    seen = jean.get(at(rosa))
    assert "nobody sees it until the second is given" in seen.text
    assert "checked" not in seen.html.split("Give this opinion")[0].rsplit("<form", 1)[1]
    assert seen.text.count("Group events only") == 1, "as a choice, not as what was said"
    jean.post(at(rosa), outcome="full")
    assert "Decided on" in jean.get(at(rosa)).text


def test_l9_one_screener_alone_decides_nothing(lamoni: Bank, rosa: Application) -> None:
    (nina,) = screeners(lamoni, "Nina")
    ask_references(lamoni, rosa, nina)
    nina.post(at(rosa), outcome="full")
    again = nina.post(at(rosa), outcome="full")
    assert again.status == 422
    assert "written down already" in again.text
    assert case_of(lamoni, rosa).decided_at is None


def test_l9_without_the_guard_one_screener_would_be_stopped_by_the_table_alone(lamoni: Bank, rosa: Application) -> None:
    """The rule stands in the database too: nobody is both screeners of one case."""
    with in_bank(lamoni):
        nina = Member.objects.get(name="Nina")
        case = ScreeningCase(application=rosa, opened_at=now(), first_by=nina, second_by=nina)
        with pytest.raises(IntegrityError, match="screening_by_two_people"), transaction.atomic():
            case.save()


def test_l9_nobody_screens_themselves_or_their_household(lamoni: Bank) -> None:
    nina, _ = screeners(lamoni, "Nina", "Jean")
    with in_bank(lamoni):
        home = Household.objects.create(name="Elm Street 4", made_at=now())
        Member.objects.filter(name__in=["Nina", "Karen"]).update(household=home)
    for name in ("Nina", "Karen"):
        answer = nina.get(f"/screening/members/{member_id(lamoni, name)}/")
        assert answer.status == 422
        assert "about you or your household" in answer.text
    assert nina.get(f"/screening/members/{member_id(lamoni, 'Bill')}/").status == 200


def test_l9_a_reading_needs_a_reason_and_leaves_its_trace(lamoni: Bank, rosa: Application) -> None:
    (nina,) = screeners(lamoni, "Nina")
    with in_bank(lamoni):
        note_id = ReferenceCheck.objects.get().sealed_note_id
    address = f"/screening/notes/{note_id}/"
    assert "Friend a" not in nina.get(address).text
    for reason in ("", "why not"):
        refused = nina.post(address, reason=reason)
        assert refused.status == 422
        assert "Friend a" not in refused.text
        assert "Please say in a few words why" in refused.text
    opened = nina.post(address, reason=WHY)
    assert "Friend a" in opened.text
    assert opened.response["Cache-Control"] == "no-store, private"
    with in_bank(lamoni):
        reading = SealedReading.objects.exclude(reader_id=None).get()
        assert (reading.note_id, reading.reason) == (note_id, WHY)
    assert WHY in nina.get(at(rosa)).text


def test_l9_without_its_guard_a_reading_needs_no_reason(
    lamoni: Bank, rosa: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    (nina,) = screeners(lamoni, "Nina")
    with in_bank(lamoni):
        note_id = ReferenceCheck.objects.get().sealed_note_id
    monkeypatch.setattr(services, "_reason", lambda words: words)
    assert "Friend a" in nina.post(f"/screening/notes/{note_id}/", reason="x").text


@pytest.mark.parametrize("who", ["Ada", "Cora", "Anne"])
def test_l9_administrators_coordinators_and_members_are_refused(lamoni: Bank, rosa: Application, who: str) -> None:
    with in_bank(lamoni):
        check = ReferenceCheck.objects.get()
    browser = Browser(lamoni, who)
    assert browser.get("/screening/").status == 403
    for path in (
        at(rosa), f"{at(rosa)}note/", f"/screening/references/{check.pk}/", f"/screening/notes/{check.sealed_note_id}/",
        f"/screening/members/{member_id(lamoni, 'Bill')}/", "/screening/members/",
    ):  # fmt: skip
        assert browser.get(path).status == 404
        assert browser.post(path, reason=WHY, outcome="full", text="x", result="doubts").status == 404
    with in_bank(lamoni):
        assert not SealedReading.objects.exclude(reader_id=None).exists()
        assert not ScreeningCase.objects.exists()


def test_l9_without_its_guard_an_administrator_reads(
    lamoni: Bank, rosa: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    with in_bank(lamoni):
        note_id = ReferenceCheck.objects.get().sealed_note_id
    monkeypatch.setattr("banks.people.members.rules.SEALED_DOMAINS", frozenset())
    assert "Friend a" in Browser(lamoni, "Ada").post(f"/screening/notes/{note_id}/", reason=WHY).text


def test_l9_the_banks_ordinary_role_is_denied_what_screeners_wrote(lamoni: Bank, rosa: Application) -> None:
    (nina,) = screeners(lamoni, "Nina")
    nina.post(f"{at(rosa)}note/", text=f"Called on Monday. {WORD_IN_A_NOTE}")
    with in_bank(lamoni):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            SealedNote.objects.count()
        with behind_vault():
            sealed = [bytes(note.sealed) for note in SealedNote.objects.all()]
    assert len(sealed) == 2
    assert not any(WORD_IN_A_NOTE.encode() in each for each in sealed)


def everything_shown_to(browser: Browser, rosa: Application, member_pk: UUID | None) -> str:
    """All that is said about somebody outside the screeners' desk."""
    paths = ["/applications/", "/applications/?show=ended", f"/applications/{rosa.pk}/", "/members/", "/directory/"]
    if member_pk:
        paths += [f"/directory/{member_pk}/", "/members/powers/", "/api/v1/members/"]
    return " ".join(browser.get(path).text for path in paths)


def _without_names(text: str, application: Application) -> str:
    for own in (application.name, application.email, application.phone):
        text = text.replace(own, "…")
    return text


def test_l9_a_restricted_outcome_shows_nowhere_else(lamoni: Bank, rosa: Application) -> None:
    judged(lamoni, rosa, "supervised", "supervised")
    with in_bank(lamoni):
        ben = complete(applied("Ben Clear", now=now(), days_ago=5), now=now())
    both = [Browser(lamoni, "Nina"), Browser(lamoni, "Jean")]
    ask_references(lamoni, ben, both[0])
    for browser in both:
        browser.post(at(ben), outcome="full")
    ada = Browser(lamoni, "Ada")
    shown = everything_shown_to(ada, rosa, None)
    for word in ("supervised", "Supervised", "Group events", "restricted", "Nina and Jean"):
        assert word not in shown
    same = [_without_names(ada.get(f"/applications/{each.pk}/").text, each) for each in (rosa, ben)]
    assert same[0] == same[1], "two applications that differ in their outcome alone read alike"
    for each in (rosa, ben):
        ada.post(f"/applications/{each.pk}/welcome/")
    with in_bank(lamoni):
        member = Member.objects.get(name="Rosa Ruiz")
        assert Capability.SEE_PEOPLE not in viewer_of(member, on=bank_day(now())).capabilities
        told = " ".join(Notice.objects.values_list("body", flat=True))
    assert "upervised" not in everything_shown_to(ada, rosa, member.pk) + told


def test_l9_declined_ends_the_application_with_a_neutral_letter(lamoni: Bank, rosa: Application) -> None:
    judged(lamoni, rosa, "full", "declined")
    with in_bank(lamoni):
        ended = Application.objects.get(pk=rosa.pk)
        letter = Notice.objects.filter(application=rosa).latest("made_at")
    assert ended.state == "declined"
    assert ended.ended_by_id is None
    assert "You have a right to answer" in letter.body
    assert "screen" not in letter.body.lower()
    assert "reference" not in letter.body.lower()
    refused = Browser(lamoni, "Cora").post(f"/applications/{rosa.pk}/welcome/")
    assert refused.status == 422


def open_case_for(bank: Bank, name: str, *browsers: Browser) -> str:
    browsers[0].post("/screening/members/", member=member_id(bank, name))
    return f"/screening/members/{member_id(bank, name)}/"


def test_l9_a_members_outcome_counts_at_once_and_signs_them_out(lamoni: Bank) -> None:
    nina, jean = screeners(lamoni, "Nina", "Jean")
    bill = Browser(lamoni, "Bill")
    assert bill.get("/directory/").status == 200
    address = open_case_for(lamoni, "Bill", nina)
    assert "Cannot become a member" not in nina.get(address).text
    nina.post(address, outcome="full")
    assert bill.get("/directory/").status == 200
    jean.post(address, outcome="group_events_only")
    assert bill.get("/statement/").to.startswith("/sign-in/")
    with in_bank(lamoni):
        clearance = Clearance.objects.get(member__name="Bill")
    assert clearance.access == "group_events_only"
    assert clearance.review_on is not None
    assert nina.post(address, outcome="declined").status == 422


def test_l9_a_review_that_is_due_opens_a_case_once(lamoni: Bank) -> None:
    with in_bank(lamoni):
        today = bank_day(now())
        Clearance.objects.filter(member__name="Bill").update(access="supervised", review_on=today)
        assert deciding.reopen_expired(now=now()) == 1
        assert deciding.reopen_expired(now=now()) == 0
        assert ScreeningCase.objects.get().member == Member.objects.get(name="Bill")
    (nina,) = screeners(lamoni, "Nina")
    assert "Bill" in nina.get("/screening/").text


def test_l9_safety_reports_are_sealed_for_those_who_look_after_safety(lamoni: Bank) -> None:
    (karen,) = screeners(lamoni, "Karen", kind="safety")
    (nina,) = screeners(lamoni, "Nina")
    bill = member_id(lamoni, "Bill")
    assert karen.post("/safety/", member=bill).to == f"/safety/members/{bill}/"
    karen.post(f"/safety/members/{bill}/", text=f"Something happened. {WORD_IN_A_NOTE}")
    with in_bank(lamoni), behind_vault():
        note_id = SealedNote.objects.get(kind="incident").pk
    assert WORD_IN_A_NOTE not in karen.get(f"/safety/members/{bill}/").text
    assert karen.post(f"/safety/notes/{note_id}/", reason="no").status == 422
    assert WORD_IN_A_NOTE in karen.post(f"/safety/notes/{note_id}/", reason=WHY).text
    for other in (nina, Browser(lamoni, "Ada"), Browser(lamoni, "Cora")):
        assert other.get("/safety/").status == 403
        assert other.post(f"/safety/notes/{note_id}/", reason=WHY).status == 404
    assert nina.post(f"/screening/notes/{note_id}/", reason=WHY).status == 403
    own = karen.get(f"/safety/members/{member_id(lamoni, 'Karen')}/")
    assert "about you or your household" in own.text


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"result": "", "text": "x"}, "Choose what came of asking."),
        ({"result": "speaks_for", "text": " "}, "Please write down what you learnt."),
        ({"result": "waiting", "text": "x"}, "waiting is not one of the available choices"),
    ],
)
def test_l9_a_reference_without_its_facts_is_said_at_the_field(
    lamoni: Bank, rosa: Application, given: dict[str, Any], words: str
) -> None:
    (nina,) = screeners(lamoni, "Nina")
    with in_bank(lamoni):
        check = ReferenceCheck.objects.get()
    answer = nina.post(f"/screening/references/{check.pk}/", **given)
    assert answer.status == 422
    assert words in answer.text
    with in_bank(lamoni):
        assert ReferenceCheck.objects.get().result == "waiting"


def test_l9_screening_of_one_bank_is_not_another_banks(lamoni: Bank, door: Bank, rosa: Application) -> None:
    with in_bank(lamoni):
        note_id = add_reference(
            application=rosa, name="Someone Else", contact="1", relation="", now=now()
        ).sealed_note_id
    (nina,) = screeners(door, "Nina")
    assert nina.post(f"/screening/notes/{note_id}/", reason=WHY).status == 404
    assert nina.get(at(rosa)).status == 404
    assert "Rosa" not in nina.get("/screening/").text


def test_l9_what_references_said_is_forgotten_ninety_days_after_the_decision(lamoni: Bank, rosa: Application) -> None:
    judged(lamoni, rosa, "full", "full")
    with in_bank(lamoni):
        assert forget_references(now=now() + timedelta(days=89)) == 0
        assert forget_references(now=now() + timedelta(days=91)) == 2
        assert forget_references(now=now() + timedelta(days=91)) == 0
        assert ReferenceCheck.objects.get().result == "speaks_for"


def test_l9_the_more_careful_word_is_the_same_whoever_speaks_first() -> None:
    for one in CAREFUL:
        for other in CAREFUL:
            assert more_careful(one, other) == more_careful(other, one)
            assert CAREFUL.index(more_careful(one, other)) == max(CAREFUL.index(one), CAREFUL.index(other))
    assert outcomes_for(("full",), is_member=False) == ("full", "declined")
    assert outcomes_for(("full", "supervised"), is_member=True) == ("full", "supervised")
