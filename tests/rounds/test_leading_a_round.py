"""Leading a round through its pages: other values, the circle above, and a selection whose round lapsed."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from banks.deciding.proposals.services import propose_rule
from banks.deciding.rounds.services import process_due_rounds
from banks.policies.kinds import MembershipPolicy
from banks.policies.queries import policy_in_force
from governance.circles.models import CircleRole, RoleTerm
from governance.rounds.models import ConsentRound
from governance.rounds.services import object_to
from governance.selections.models import Selection
from tenants.context import in_bank
from tenants.models import Bank
from tests.pages.browsing import Browser
from tests.policies.test_policy_pages import signed_in, text_of
from tests.rounds.circle_of_valley import GENERAL, ask_form, id_of, last_round, person, right_now, seated

OUTREACH = ("Karen", "Ramona", "Bill")


@pytest.fixture
def about_age(valley: Bank, lamoni: Bank, clock: Any) -> UUID:
    """The general circle is asked whether members are sixteen or older; Cora objects. The round's id."""
    with in_bank(valley):
        seated()
        now = right_now()
        before = policy_in_force(MembershipPolicy, now)
        proposal = propose_rule(
            actor=person("Anne"), key=uuid4(), value=before.value.model_copy(update={"min_age": 16}),
            instead_of=before.version_id, title="From sixteen on", reasons="People ask.", now=now,
        )  # fmt: skip
    assert Browser(valley, "Anne").post(f"/decisions/{proposal.pk}/ask/", **ask_form()).status == 302
    with in_bank(valley):
        asked = last_round()
        cora = id_of("Cora")
        object_to(
            round_id=asked.pk, person_id=cora, reason="Our youngest is 14.", harms="families", actor_id=cora,
            now=right_now(),
        )  # fmt: skip
        return asked.pk


def test_other_values_are_another_version_and_everybody_is_asked_anew(valley: Bank, about_age: UUID) -> None:
    at = f"/rounds/{about_age}/values/"
    anne = signed_in(valley, "Anne")
    assert "Our youngest is 14." in text_of(anne.get(at))
    same = anne.post(at, filled_from(anne, at, reason="People ask."))
    assert (same.status_code, "Nothing would be different" in text_of(same)) == (422, True)
    wrong = anne.post(at, filled_from(anne, at, min_age="abc", reason="Families."))
    assert wrong.status_code == 422
    made = anne.post(at, filled_from(anne, at, min_age="14", reason="Families come along."))
    assert made.status_code == 302, made.context["form"].errors
    with in_bank(valley):
        new = ConsentRound.objects.get(closed_at=None)
        assert (new.version.number, new.version.effect["value"]["min_age"]) == (2, 14)
        assert ConsentRound.objects.get(pk=about_age).outcome == "integrated"
    for name in GENERAL:
        signed_in(valley, name).post(f"{made['Location']}answer/", {"answer": "consent"})
    with in_bank(valley):
        assert ConsentRound.objects.get(pk=new.pk).outcome == "adopted"


def filled_from(client: Any, path: str, **changes: Any) -> dict[str, Any]:
    """The form as a browser would send it back, with these fields changed."""
    form = client.get(path).context["form"]
    sent = {name: field.initial for name, field in form.fields.items()} | form.initial
    return {**{name: shown for name, shown in sent.items() if shown is not None}, "key": str(uuid4()), **changes}


def test_other_values_are_for_whoever_leads_and_for_rules_only(valley: Bank, about_age: UUID) -> None:
    assert Browser(valley, "Karen").get(f"/rounds/{about_age}/values/").status == 403
    assert Browser(valley, "Anne").get(f"/rounds/{uuid4()}/values/").status == 404


def test_the_circle_above_is_asked_instead_and_has_its_own_people(valley: Bank, lamoni: Bank, clock: Any) -> None:
    with in_bank(valley):
        seated()
        seated("outreach", OUTREACH)
        role = CircleRole.objects.create(circle="outreach", kind="secretary", name="Secretary", made_at=right_now())
    asked = put_name(valley, role)
    karen, bill = Browser(valley, "Karen"), Browser(valley, "Bill")
    assert bill.post(f"/rounds/{asked}/up/").status == 403, "who does not lead hands nothing up"
    up = karen.post(f"/rounds/{asked}/up/")
    assert up.status == 302, up.text
    with in_bank(valley):
        below, above = ConsentRound.objects.get(pk=asked), ConsentRound.objects.get(circle="general")
        assert (below.outcome, above.circle) == ("escalated", "general")
        assert set(above.people.values_list("person_id", flat=True)) == {id_of(name) for name in GENERAL}
        assert not above.responses.exists(), "who had answered below is not taken to have answered above"
    assert karen.post(f"/rounds/{asked}/answer/", answer="consent").status == 409, "the round below has ended"


def put_name(bank: Bank, role: CircleRole) -> UUID:
    """Outreach has named Ramona as its secretary, and is asked; the round's id."""
    karen, ramona, bill = (signed_in(bank, name) for name in OUTREACH)
    with in_bank(bank):
        ramona_id = str(id_of("Ramona"))
    at = karen.post(f"/selections/role/{role.pk}/", {"term_months": "6"})["Location"]
    karen.post(at + "next/")
    for client in (karen, ramona, bill):
        client.post(at + "name/", {"nominee": ramona_id, "reason": "Neat."})
    for _ in range(2):
        karen.post(at + "next/")
    asked = karen.post(at + "propose/", {"nominee": ramona_id, "reason": "Neat."})
    assert asked.status_code == 302, text_of(asked)
    return UUID(asked["Location"].strip("/").split("/")[-1])


def test_a_selection_whose_round_lapsed_fills_no_role_and_the_name_can_be_put_again(
    valley: Bank, lamoni: Bank, clock: Any
) -> None:
    with in_bank(valley):
        seated("outreach", OUTREACH)
        role = CircleRole.objects.create(circle="outreach", kind="secretary", name="Secretary", made_at=right_now())
    asked = put_name(valley, role)
    Browser(valley, "Karen").post(f"/rounds/{asked}/answer/", answer="consent")
    with in_bank(valley):
        ends = ConsentRound.objects.get(pk=asked).answer_by
    clock.shift(ends - right_now() + timedelta(minutes=1))
    with in_bank(valley):
        assert process_due_rounds(now=right_now()) == 1
        assert ConsentRound.objects.get(pk=asked).outcome == "lapsed"
        assert not RoleTerm.objects.filter(role=role).exists()
        selection, ramona = Selection.objects.get(), id_of("Ramona")
        assert selection.ended_at is None
    again = Browser(valley, "Karen").post(
        f"/selections/{selection.pk}/propose/", nominee=str(ramona), reason="She still has time."
    )
    assert again.status == 302, again.text
    for name in ("Karen", "Bill", "Ramona"):
        Browser(valley, name).post(f"{again.to}answer/", answer="consent")
    with in_bank(valley):
        assert RoleTerm.objects.get(role=role).holder_id == ramona
