"""The demo's circles, seated as an administrator does it: one vacancy, a term that ends soon, a task overdue."""

from datetime import datetime, timedelta

from django.utils import timezone

from banks.deciding.circles.queries import standing_tasks, survey_at
from banks.deciding.circles.services import tell_of_terms
from banks.people.members.models import Member
from banks.people.members.queries import viewer_of
from banks.policies.clock import bank_day
from governance.decisions.models import Decision
from governance.decisions.queries import prove_decisions
from governance.rounds.models import Objection
from governance.rounds.queries import missing_in, open_rounds
from hosting.demo.consenting import ask_for_consent
from hosting.demo.people import VALLEY
from hosting.demo.seated import seat_circles
from tenants.context import in_bank
from tenants.models import Bank


def lived_in(today: datetime) -> dict[str, Member]:
    """The demo's people under their own names, in the tests' Valley."""
    others = Member.objects.exclude(name="Ada")
    for member, person in zip(others, VALLEY.people, strict=False):
        Member.objects.filter(pk=member.pk).update(name=person.name, joined_on=bank_day(today - timedelta(days=360)))
    return {member.name: member for member in Member.objects.all()}


def test_v_circles_the_demo_has_people_in_valleys_circles_and_none_elsewhere(valley: Bank) -> None:
    today = timezone.now()
    with in_bank(valley):
        people = lived_in(today)
        ada = viewer_of(people["Ada"], on=bank_day(today))
        assert seat_circles(slug="door", members=people, administrator=ada, today=today) == 0
        assert seat_circles(slug="valley", members=people, administrator=ada, today=today) == 4
        stands = survey_at(today)
        assert [(held.role.circle, held.role.kind) for held in stands.vacancies()] == [("inreach", "delegate")]
        assert len(stands.active("general")) == 6
        overdue = [task.domain for task in standing_tasks(stands.ground) if task.is_overdue]
        assert overdue == ["offers"]
        assert tell_of_terms(now=today) == 2, "Management's leader and delegate"


def test_v_consent_the_demo_has_an_objection_built_in_and_a_question_that_is_open(valley: Bank) -> None:
    today = timezone.now()
    with in_bank(valley):
        people = lived_in(today)
        ada = viewer_of(people["Ada"], on=bank_day(today))
        seat_circles(slug="valley", members=people, administrator=ada, today=today)
        voters = [viewer_of(person, on=bank_day(today)) for person in people.values()]
        assert ask_for_consent(slug="lamoni", voters=voters, now=today) == 0
        assert ask_for_consent(slug="valley", voters=voters, now=today) == 3
        assert Objection.objects.get().response.person_id == people["Yusuf Aydin"].pk
        adopted = Decision.objects.get()
        assert (adopted.verdict, adopted.version.number) == ("carried", 2)
        asked = open_rounds().get()
        missing = {people[name].pk for name in ("Priya Raman", "Tess Moreau", "Yusuf Aydin")}
        assert missing_in(asked, today) == missing
        assert prove_decisions() == []
