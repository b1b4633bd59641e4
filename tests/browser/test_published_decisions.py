"""A published decision in the browser: looked at, told, answered, taken back."""

from tests.browser.conftest import Visit
from tests.house.live import LiveBank


def test_d_coord_published_answered_and_taken_back(visit: Visit, live_door: LiveBank) -> None:
    cora, anne = visit(live_door, "Cora"), visit(live_door, "Anne")
    cora.go("/rules/report/")
    cora.fill("window", "90")
    cora.fill("reason", "Several of us are away all winter.")
    cora.tap("See how it will read")
    cora.look("rule-to-publish")
    cora.tap("Propose this change")
    assert cora.heading == "Publish this decision"
    cora.page.get_by_text("Reports that came too late").first.wait_for()  # it comes once the page stands
    cora.look("publish")
    cora.tap("Publish this decision")
    cora.page.get_by_text("The decision is published").first.wait_for()
    path = cora.path
    anne.go(path)
    anne.fill("text", "Good. I always come home with a list.")
    anne.tap("Say it")
    anne.page.get_by_text("Your word stands beside the decision").first.wait_for()
    anne.look("published")
    cora.go("/decisions/")
    cora.look("decisions-published")
    cora.go(path)
    cora.tap("Take it back")
    cora.tap("Take it back")
    cora.look("take-back")
    cora.fill("reason", "The office needs time to prepare.")
    cora.tap("Take it back")
    assert "taken back before its day" in cora.text
    cora.look("taken-back")
