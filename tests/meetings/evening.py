"""A members' evening at a bank, as people call, announce, open and hold it through the pages.

Guarantees: everything goes over HTTP on the bank's own host; the clock is moved, never what is looked at.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import time_machine

from governance.ballots.models import Ballot
from governance.ballots.services import put_question
from governance.meetings.services import call_meeting, note_arrival, open_meeting
from governance.proposals.models import Proposal
from governance.proposals.services import announce_proposal
from tenants.models import Bank
from tests.governance.assembly import frame
from tests.pages.browsing import Browser, Page, key, member_id

ZONE = ZoneInfo("America/Chicago")  # Lamoni's and Door County's
CALLED = datetime(2027, 3, 1, 18, 0, tzinfo=UTC)
EVENING = datetime(2027, 3, 18, 18, 30, tzinfo=ZONE)
NINE = ("Ada", "Cora", "Anne", "Bill", "Ramona", "Adrian", "Karen", "Jean", "Ida")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@contextmanager
def at(moment: datetime, *, ticks: bool = True) -> Iterator[None]:
    """The clock goes on from there; it stands still where the next minute would be another case."""
    with time_machine.travel(moment, tick=ticks):
        yield


def id_in(url: str) -> str:
    found = ID.search(url)
    assert found is not None, url
    return found[0]


class Evening:
    """One meeting at one bank; Ada presides and Cora writes."""

    def __init__(self, bank: Bank, *, kind: str = "meeting_of_the_whole", starts_at: datetime = EVENING) -> None:
        self.bank, self.starts_at = bank, starts_at
        self._browsers: dict[tuple[str, date], Browser] = {}
        with at(CALLED):
            self.called = self.by("Ada").post("/meetings/new/", **self.call(kind))
        self.id = id_in(self.called.to)
        self.proposal = self.notice = self.ballot = ""

    def by(self, name: str) -> Browser:
        """Somebody's browser; it is kept for the day, as a sign-in is."""
        who = (name, datetime.now(UTC).date())
        if who not in self._browsers:
            self._browsers[who] = Browser(self.bank, name)
        return self._browsers[who]

    def call(self, kind: str = "meeting_of_the_whole", **changes: Any) -> dict[str, Any]:
        given = {
            "kind": kind, "title": "March meeting", "place": "Town hall", "length": "90", "key": key(),
            "day": f"{self.starts_at:%Y-%m-%d}", "time": f"{self.starts_at:%H:%M}",
        }  # fmt: skip
        return given | changes

    def path(self, more: str = "") -> str:
        return f"/meetings/{self.id}/{more}"

    def propose(self, title: str = "We sing at each meeting") -> str:
        """Anne writes an agreement down."""
        given = {"title": title, "text": f"{title}, once.", "reasons": "It warms.", "key": key()}
        with at(CALLED):
            self.proposal = id_in(self.by("Anne").post("/decisions/agreement/", **given).to)
        return self.proposal

    def announce(self, on: datetime = CALLED) -> Page:
        with at(on):
            return self.by("Anne").post(f"/decisions/{self.proposal}/announce/", meeting=self.id)

    def begin(self, *names: str, guests: int = 0) -> None:
        """Open it, tick off whoever is there."""
        ada = self.by("Ada")
        people = {"facilitator": member_id(self.bank, "Ada"), "secretary": member_id(self.bank, "Cora")}
        opened = ada.post(self.path("open/"), **people)
        assert opened.status == 302, opened.text
        cora = self.by("Cora")
        for name in names:
            assert self.tick(name, by=cora).status == 302, name
        if guests:
            cora.post(self.path("live/guests/"), number=str(guests))

    def tick(self, name: str, act: str = "arrived", by: Browser | None = None) -> Page:
        return (by or self.by("Cora")).post(self.path("live/here/"), person=member_id(self.bank, name), act=act)

    def put(self, record: str = "named", aside: tuple[str, ...] = ()) -> Page:
        """Put the one question that was announced."""
        live = self.by("Cora").get(self.path("live/"))
        put = re.search(r"/questions/([0-9a-f-]{36})/", live.html)
        assert put is not None, live.text
        self.notice = put[1]
        answer = self.by("Cora").post(
            self.path(f"questions/{self.notice}/"),
            record=record, aside=[member_id(self.bank, name) for name in aside],
        )  # fmt: skip
        if answer.status == 302:
            self.ballot = id_in(answer.to)
        return answer

    def vote(self, name: str, choice: str) -> Page:
        return self.by(name).post(f"/meetings/votes/{self.ballot}/cast/", choice=choice)

    def close_vote(self, **hands: str) -> Page:
        return self.by("Cora").post(f"/meetings/votes/{self.ballot}/close/", **hands)

    def result(self, name: str = "Bill") -> Page:
        return self.by(name).get(f"/meetings/votes/{self.ballot}/")

    def end(self, text: str = "We met.") -> Page:
        return self.by("Cora").post(self.path("close/"), text=text)

    def accept(self, attended: tuple[str, ...], hosted: tuple[str, ...] = (), by: str = "Ada") -> Page:
        return self.by(by).post(
            self.path("minutes/"), text="We met.",
            here=[member_id(self.bank, name) for name in attended],
            hosted=[member_id(self.bank, name) for name in hosted],
        )  # fmt: skip


def evening_with_question(bank: Bank, **more: Any) -> Evening:
    """Called, proposed, announced in time."""
    evening = Evening(bank, **more)
    evening.propose()
    assert evening.announce().status == 302
    return evening


def days_before(moment: datetime, days: int, **more: int) -> datetime:
    return moment - timedelta(days=days, **more)


def open_vote_on(proposal: Proposal, *, people: list[UUID], title: str, now: datetime) -> Ballot:
    """Inside a bank and without its pages: a meeting that is on, in which a proposal is being voted on."""
    earlier = now - timedelta(days=20)
    meeting = call_meeting(
        key=uuid4(), kind="meeting_of_the_whole", title=title, place=title, starts_at=now - timedelta(hours=1),
        minutes=90, actor_id=people[0], now=earlier,
    )  # fmt: skip
    notice = announce_proposal(
        proposal=proposal, meeting=meeting, frame=frame(fewest_present=1), recipients={str(people[0]): "mail"},
        actor_id=people[0], now=earlier,
    )  # fmt: skip
    open_meeting(meeting_id=meeting.pk, facilitator_id=people[0], secretary_id=people[-1], now=now)
    for person in people:
        note_arrival(meeting_id=meeting.pk, person_id=person, is_voting=True, actor_id=person, now=now)
    return put_question(announcement=notice, eligible=len(people), actor_id=people[0], now=now)
