"""Row V-elect at Valley, through its pages: sealed names, reasons, consent, and the link received above (E4)."""

from governance.circles.models import CircleRole, RoleTerm
from governance.rounds.models import ConsentRound
from governance.selections.models import Selection
from tenants.context import in_bank
from tenants.models import Bank
from tests.policies.test_policy_pages import signed_in, text_of
from tests.rounds.circle_of_valley import id_of, last_round, right_now, seated

OUTREACH = ("Karen", "Ramona", "Bill")
SECRET = "Because she listens to newcomers."


def test_v_elect_a_leader_is_chosen_and_the_circle_above_receives_the_link(valley: Bank) -> None:
    with in_bank(valley):
        seated()
        seated("outreach", OUTREACH)
        role = CircleRole.objects.create(circle="outreach", kind="leader", name="Leader", made_at=right_now())
        ramona_id = str(id_of("Ramona"))
    karen, ramona, bill = (signed_in(valley, name) for name in OUTREACH)
    at = karen.post(f"/selections/role/{role.pk}/", {"term_months": "12", "qualifications": "Patience."})["Location"]
    assert karen.post(at + "next/").status_code == 302
    for client in (karen, ramona):
        assert client.post(at + "name/", {"nominee": ramona_id, "reason": SECRET}).status_code == 302
        for reader in (karen, ramona, bill):
            assert SECRET not in text_of(reader.get(at)), "E1: sealed until everybody has handed theirs in"
    assert ramona.post(at + "next/").status_code == 403
    assert bill.post(at + "name/", {"pass": "yes"}).status_code == 302
    assert SECRET in text_of(bill.get(at))
    for _ in range(2):
        karen.post(at + "next/")
    asked = karen.post(at + "propose/", {"nominee": ramona_id, "reason": "She listens."})
    assert asked.status_code == 302, text_of(asked)
    answer = asked["Location"] + "answer/"
    assert ramona.post(answer, {"answer": "consent"}).status_code == 409, "whoever is proposed is asked last"
    for client in (karen, bill, ramona):
        assert client.post(answer, {"answer": "consent"}).status_code == 302
    with in_bank(valley):
        term = RoleTerm.objects.get(role=role)
        assert (str(term.holder_id), term.received_by_id) == (ramona_id, None), "E4: the circle above is asked first"
        assert Selection.objects.get().ended_at is not None
        above = last_round()
        assert (above.circle, above.version.effect["kind"]) == ("general", "receive_link")
    for name in ("Anne", "Bill", "Cora", "Karen"):
        signed_in(valley, name).post(f"/rounds/{above.pk}/answer/", {"answer": "consent"})
    with in_bank(valley):
        term.refresh_from_db()
        assert ConsentRound.objects.get(pk=above.pk).outcome == "adopted"
        assert term.received_by_id is not None


def test_e2_whoever_is_named_declines_on_the_page(valley: Bank) -> None:
    with in_bank(valley):
        seated("outreach", OUTREACH)
        role = CircleRole.objects.create(circle="outreach", kind="secretary", name="Secretary", made_at=right_now())
        bill_id = str(id_of("Bill"))
    karen, ramona, bill = (signed_in(valley, name) for name in OUTREACH)
    at = karen.post(f"/selections/role/{role.pk}/", {"term_months": "6"})["Location"]
    karen.post(at + "next/")
    assert "Who is Secretary?" in text_of(bill.get("/rounds/"))
    for client in (karen, ramona, bill):
        client.post(at + "name/", {"nominee": bill_id, "reason": "Neat."})
    assert karen.post(at + "decline/").status_code == 422
    assert bill.post(at + "decline/").status_code == 302
    assert "does not want the role" in text_of(karen.get(at))


def test_a_name_that_is_laid_down_makes_room_for_another(valley: Bank) -> None:
    with in_bank(valley):
        seated("outreach", OUTREACH)
        role = CircleRole.objects.create(circle="outreach", kind="secretary", name="Secretary", made_at=right_now())
        bill_id, ramona_id = str(id_of("Bill")), str(id_of("Ramona"))
    karen, ramona, bill = (signed_in(valley, name) for name in OUTREACH)
    at = karen.post(f"/selections/role/{role.pk}/", {"term_months": "6"})["Location"]
    karen.post(at + "next/")
    for client, name in ((karen, bill_id), (ramona, bill_id), (bill, ramona_id)):
        client.post(at + "name/", {"nominee": name, "reason": "Neat."})
    for _ in range(2):
        karen.post(at + "next/")
    asked = karen.post(at + "propose/", {"nominee": bill_id, "reason": "Neat."})["Location"]
    assert karen.post(asked + "lay-down/").status_code == 302
    again = karen.post(at + "propose/", {"nominee": ramona_id, "reason": "She has time."})
    assert again.status_code == 302, text_of(again)
    assert again["Location"] != asked


def test_a_selection_that_nobody_wants_any_more_is_ended_by_whoever_leads_it(valley: Bank) -> None:
    with in_bank(valley):
        seated("outreach", OUTREACH)
        role = CircleRole.objects.create(circle="outreach", kind="secretary", name="Secretary", made_at=right_now())
    karen, ramona = (signed_in(valley, name) for name in ("Karen", "Ramona"))
    at = karen.post(f"/selections/role/{role.pk}/", {"term_months": "6"})["Location"]
    assert "nobody is chosen this time" in text_of(karen.get(at))
    assert "nobody is chosen this time" not in text_of(ramona.get(at))
    assert ramona.post(at + "end/").status_code == 403
    assert karen.post(at + "end/").status_code == 302
    assert "Nobody was chosen this time." in text_of(ramona.get(at))
    assert karen.post(at + "end/").status_code == 409
    again = karen.post(f"/selections/role/{role.pk}/", {"term_months": "6"})
    assert again.status_code == 302, "and another may begin"
