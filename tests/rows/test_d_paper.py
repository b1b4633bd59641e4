"""D-paper: members without e-mail or internet take part fully. Statement, directory, offers and letters on paper."""

from tenants.models import Bank
from tests.papers.reading import paper
from tests.pages.browsing import Browser, report, member_id


def test_d_paper_a_members_own_statement(door: Bank) -> None:
    anne = Browser(door, "Anne")
    for _ in range(3):
        anne.post("/record/received/", **report(door), person=member_id(door, "Bill"), step="send")
    made = paper(anne, "/papers/statement/", span="year")
    open("/tmp/p/st.pdf", "wb").write(made.response.content)
    print(made.text, made.name)
    made = paper(Browser(door, "Cora"), "/papers/directory/", order="name", for_desk="on")
    open("/tmp/p/dir.pdf", "wb").write(made.response.content)
    print(made.text[:500], made.name)
    made = paper(Browser(door, "Cora"), "/papers/letters/", span="year")
    open("/tmp/p/let.pdf", "wb").write(made.response.content)
    print(made.text[:500], made.name)
    print(paper(anne, "/papers/offers-and-requests/").text)
    assert Browser(door,"Cora").get("/papers/").status == 200
    assert Browser(door,"Anne").get("/").status == 200
