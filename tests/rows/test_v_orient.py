"""V-orient: applies on the site, attends an orientation in person, then trades; Outreach leads orientations."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone
from icalendar import Calendar

from banks.membership.applications.facts import waits_of
from banks.membership.applications.models import Application
from banks.membership.applications.rules import Want
from banks.membership.applications.services import renew_secret
from banks.membership.orientations import planning
from banks.membership.orientations.models import Orientation, OrientationSeat
from banks.membership.orientations.reminding import remind_of_orientations
from banks.membership.orientations.services import take_seat
from banks.notices.models import Notice
from banks.people.members.models import Member
from banks.people.members.services import grant_power
from banks.policies.clock import bank_day, now
from banks.policies.queries import bank_zone
from tenants.context import in_bank
from tenants.models import Bank
from tests.orientations.planning import planned_in
from tests.pages.browsing import Browser, Page, key, member_id
from tests.pipeline.applying import applied, complete, with_rules

pytestmark = pytest.mark.django_db


def leader(bank: Bank, name: str = "Nina") -> Browser:
    """A member who looks after orientations, and nothing else."""
    with in_bank(bank):
        grant_power(member=Member.objects.get(name=name), kind="orientations", granted_by=None, on=bank_day(now()))
    return Browser(bank, name)


def plan_form(bank: Bank, *, days: int = 9, **changes: str) -> dict[str, str]:
    with in_bank(bank):
        day = bank_day(now()) + timedelta(days=days)
    given = {
        "day": day.isoformat(), "time": "18:30", "length": "90", "place": "Carnegie Library, Main Street",
        "seats": "2", "led_by": member_id(bank, "Jean"), "note": "Use the side door.", "key": key(),
    }  # fmt: skip
    return {**given, **changes}


def newcomer(bank: Bank, name: str, days_ago: int = 3) -> Application:
    with in_bank(bank):
        return complete(applied(name, now=now(), days_ago=days_ago), now=now())


def subjects(bank: Bank, application: Application) -> list[str]:
    with in_bank(bank):
        return list(
            Notice.objects.filter(application=application).order_by("made_at").values_list("subject", flat=True)
        )


def wants(bank: Bank, application: Application) -> list[Want]:
    with in_bank(bank):
        return [wait.what for wait in waits_of(Application.objects.get(pk=application.pk), now=now())]


def test_v_orient_from_a_planned_day_to_a_member_who_trades(valley: Bank) -> None:
    nina, cora = leader(valley), Browser(valley, "Cora")
    planned = nina.post("/orientations/new/", **plan_form(valley))
    assert planned.status == 302
    page = nina.get(planned.to)
    assert "6:30 p.m." in page.text
    assert "0 of 2 taken" in page.text
    with in_bank(valley):
        orientation = Orientation.objects.get()
        assert orientation.starts_at.astimezone(bank_zone(now())).hour == 18
    eve = newcomer(valley, "Eve Evans")
    assert wants(valley, eve) == [Want.ORIENTATION_SEAT]
    taken = cora.post(f"/applications/{eve.pk}/seat/", orientation=str(orientation.pk))
    assert taken.to == f"/applications/{eve.pk}/"
    assert "Eve Evans" in nina.get(planned.to).text
    assert "Signed up for an orientation" in cora.get("/applications/").text
    assert subjects(valley, eve)[-1].startswith("Your orientation on")
    assert nina.get(f"{planned.to}who-came/").status == 200
    too_early = nina.post(f"{planned.to}who-came/", came=str(eve.pk))
    assert "once the orientation has begun" in too_early.text
    _time_passes(valley, orientation)
    came = nina.post(f"{planned.to}who-came/", came=str(eve.pk))
    assert came.to == planned.to
    assert wants(valley, eve) == [Want.WELCOME]
    welcomed = cora.post(f"/applications/{eve.pk}/welcome/")
    assert welcomed.to.startswith("/directory/")
    with in_bank(valley):
        member = Member.objects.get(name="Eve Evans")
        assert member.oriented_on == bank_day(Orientation.objects.get().starts_at)
    assert Browser(valley, "Eve Evans").get("/directory/").status == 200


def _time_passes(bank: Bank, orientation: Orientation) -> None:
    with in_bank(bank):
        Orientation.objects.filter(pk=orientation.pk).update(starts_at=timezone.now() - timedelta(hours=2))


def test_v_orient_who_did_not_come_chooses_again_and_a_walk_in_is_taken(valley: Bank) -> None:
    nina = leader(valley)
    absent, walk_in = newcomer(valley, "Abe Absent"), newcomer(valley, "Wanda Walkin")
    with in_bank(valley):
        day = planned_in(days=2, now=now())
        take_seat(application=absent, orientation_id=day.pk, now=now())
    _time_passes(valley, day)
    asked = nina.get(f"/orientations/{day.pk}/who-came/")
    assert "Wanda Walkin" in asked.text
    nina.post(f"/orientations/{day.pk}/who-came/", walk_ins=str(walk_in.pk))
    assert wants(valley, walk_in) == [Want.WELCOME]
    assert wants(valley, absent) == [Want.ORIENTATION_SEAT]
    with in_bank(valley):
        silent_since = Application.objects.get(pk=absent.pk).touched_at
    assert silent_since > absent.touched_at, "their silence counts from now, not from before the orientation"


def test_v_orient_called_off_tells_everybody_with_a_seat(valley: Bank) -> None:
    nina, eve = leader(valley), newcomer(valley, "Eve Evans")
    with in_bank(valley):
        day = planned_in(days=5, now=now())
        take_seat(application=eve, orientation_id=day.pk, now=now())
    done = nina.post(f"/orientations/{day.pk}/call-off/", words="The library is flooded.")
    assert done.to == "/orientations/"
    assert subjects(valley, eve)[-1].startswith("Called off")
    with in_bank(valley):
        assert "The library is flooded." in Notice.objects.filter(application=eve).latest("made_at").body
    assert wants(valley, eve) == [Want.ORIENTATION_SEAT]
    again = nina.post(f"/orientations/{day.pk}/call-off/")
    assert "was called off already" in again.text
    cora = Browser(valley, "Cora").post(f"/applications/{eve.pk}/seat/", orientation=str(day.pk))
    assert cora.status == 422


def test_v_orient_a_moved_day_is_told_and_a_fuller_one_is_not(valley: Bank) -> None:
    nina, eve = leader(valley), newcomer(valley, "Eve Evans")
    planned = nina.post("/orientations/new/", **plan_form(valley))
    pk = UUID(planned.to.strip("/").split("/")[1])
    with in_bank(valley):
        take_seat(application=eve, orientation_id=pk, now=now())
    before = len(subjects(valley, eve))
    nina.post(f"{planned.to}change/", **plan_form(valley, seats="5"))
    assert len(subjects(valley, eve)) == before
    nina.post(f"{planned.to}change/", **plan_form(valley, place="The Grange Hall"))
    assert subjects(valley, eve)[-1] == "Changed: your orientation"
    too_few = nina.post(f"{planned.to}change/", **plan_form(valley, seats="0"))
    assert too_few.status == 422


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"days": -3}, "day", "lie in the past"),
        ({"place": " "}, "place", "Say where people go"),
        ({"seats": "-1"}, "seats", "from 1 to 500"),
        ({"time": "at noon"}, "time", "Write the time like"),
        ({"way": "online", "led_by": str(UUID(int=1))}, "led_by", "current member"),
    ],
)
def test_v_orient_a_plan_with_a_fault_is_said_at_its_field(
    valley: Bank, changes: dict[str, object], field: str, words: str
) -> None:
    answer = leader(valley).post("/orientations/new/", **plan_form(valley, **changes))  # type: ignore[arg-type]
    assert answer.status == 422
    assert words in " ".join(answer.form.errors[field])
    with in_bank(valley):
        assert not Orientation.objects.exists()


def test_v_orient_sent_twice_is_planned_once(valley: Bank) -> None:
    nina, form = leader(valley), plan_form(valley)
    assert nina.post("/orientations/new/", **form).to == nina.post("/orientations/new/", **form).to


def test_v_orient_only_those_who_look_after_orientations_plan_and_mark(valley: Bank) -> None:
    with in_bank(valley):
        day = planned_in(days=2, now=now())
    for name, may_look in (("Cora", True), ("Anne", False)):
        browser = Browser(valley, name)
        assert browser.get("/orientations/").status == (200 if may_look else 403)
        assert browser.get("/orientations/new/").status == 403
        assert browser.post(f"/orientations/{day.pk}/call-off/").status == 403
        assert browser.post(f"/orientations/{day.pk}/who-came/").status == 403
    assert Browser(valley, "Ada").get("/orientations/new/").status == 200


def test_v_orient_without_its_guard_anybody_calls_off(valley: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    with in_bank(valley):
        day = planned_in(days=2, now=now())
    monkeypatch.setattr("banks.membership.orientations.views.may_plan", lambda viewer, now: True)
    assert Browser(valley, "Anne").post(f"/orientations/{day.pk}/call-off/").status == 403
    monkeypatch.setattr(planning, "may_plan", lambda viewer, now: True)
    assert Browser(valley, "Anne").post(f"/orientations/{day.pk}/call-off/").status == 302


def test_v_orient_an_online_room_is_for_banks_whose_rules_say_so(valley: Bank) -> None:
    nina = leader(valley)
    assert "way" not in nina.get("/orientations/new/").form.fields
    with in_bank(valley):
        with_rules(now=now(), orientation="online")
    page = nina.post("/orientations/new/", **plan_form(valley, way="online", place="https://meet.example.org/hello"))
    assert "In an online room" in nina.get("/orientations/").text
    assert "https://meet.example.org/hello" in nina.get(page.to).text


def test_v_orient_a_reminder_goes_out_two_days_before_and_once(valley: Bank) -> None:
    eve, late = newcomer(valley, "Eve Evans"), newcomer(valley, "Lea Late")
    with in_bank(valley):
        at = now()
        day = planned_in(days=5, now=at)
        take_seat(application=eve, orientation_id=day.pk, now=at)
        assert remind_of_orientations(now=at + timedelta(days=2, hours=23)) == 0
        take_seat(application=late, orientation_id=day.pk, now=at + timedelta(days=3))
        assert remind_of_orientations(now=at + timedelta(days=3, hours=1)) == 1
        assert remind_of_orientations(now=at + timedelta(days=3, hours=1)) == 0
        assert OrientationSeat.objects.filter(reminded_at=None).get().application == late
    assert "See you on" in subjects(valley, eve)[-1]


def test_v_orient_members_from_before_are_marked_too(valley: Bank) -> None:
    nina = leader(valley)
    with in_bank(valley):
        Member.objects.filter(name="Amos").update(oriented_on=None)
        day = planned_in(days=1, now=now())
    assert Browser(valley, "Amos").get("/listings/").status in (403, 404)
    _time_passes(valley, day)
    nina.post(f"/orientations/{day.pk}/who-came/", members=member_id(valley, "Amos"))
    assert Browser(valley, "Amos").get("/listings/").status == 200


def test_v_orient_one_banks_orientations_are_not_anothers(valley: Bank, door: Bank) -> None:
    with in_bank(valley):
        day = planned_in(days=2, now=now(), place="Kestrel Hall")
    ada = Browser(door, "Ada")
    assert ada.get(f"/orientations/{day.pk}/").status == 404
    answer: Page = ada.post(f"/orientations/{day.pk}/call-off/")
    assert answer.status == 404
    assert "Kestrel" not in ada.get("/orientations/").text


def test_v_orient_who_found_no_day_is_told_of_the_first_one(valley: Bank) -> None:
    eve, nina = newcomer(valley, "Eve Evans"), leader(valley)
    nina.post("/orientations/new/", **plan_form(valley))
    nina.post("/orientations/new/", **plan_form(valley, days=12))
    assert subjects(valley, eve) == ["A day for your orientation"]


def test_v_orient_the_seat_goes_into_the_applicants_own_calendar(valley: Bank) -> None:
    with in_bank(valley):
        day = planned_in(days=3, now=now(), place="Grange Hall; side door", note="Tea, and cake")
        eve = newcomer(valley, "Eve Evans")
        secret = renew_secret(eve)
    visitor = Browser(valley)
    assert visitor.get(f"/join/{secret}/orientation.ics").status == 404
    visitor.post(f"/join/{secret}/seat/", orientation=str(day.pk))
    assert f"/join/{secret}/orientation.ics" in visitor.get(f"/join/{secret}/").html
    answer = visitor.get(f"/join/{secret}/orientation.ics").response
    assert answer["Content-Type"].startswith("text/calendar")
    entry = Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert entry.decoded("dtstart") == day.starts_at.replace(microsecond=0)
    assert entry.decoded("dtend") - entry.decoded("dtstart") == timedelta(minutes=90)
    assert str(entry["location"]) == "Grange Hall; side door"
    assert str(entry["uid"]) == f"{day.pk}@commonhour"
    assert visitor.get("/join/no-such-secret/orientation.ics").status == 404


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda: {"seats": 0}, "Every seat of this orientation is taken."),
        (lambda: {"starts_at": timezone.now() - timedelta(days=1)}, "has begun already"),
        (lambda: {"called_off_at": timezone.now()}, "was called off"),
    ],
)
def test_v_orient_an_applicant_who_is_too_late_reads_why(
    valley: Bank, change: Callable[[], dict[str, object]], words: str
) -> None:
    with in_bank(valley):
        day = planned_in(days=3, now=now(), **change())
        secret = renew_secret(newcomer(valley, "Eve Evans"))
    visitor = Browser(valley)
    visitor.post(f"/join/{secret}/seat/", orientation=str(day.pk))
    assert words in visitor.get(f"/join/{secret}/").text
