"""The list of everything somebody took part in, also what moved no hours."""

from tests.house.live import LiveBank, LiveSite
from tests.rows.reports import report


def page_of(bank: LiveBank, name: str) -> str:
    """The list as its owner's browser gets it, signed in by session."""
    from tests.house.cast import PASSWORD

    with bank.site.browser_of(bank.host) as client:
        form = client.get("/sign-in/").text
        token = form.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        number = str(bank.person(name).number)
        client.post("/sign-in/", data={"login": number, "password": PASSWORD, "csrfmiddlewaretoken": token})
        answer = client.get("/exchanges/")
    assert answer.status_code == 200
    return answer.text


def test_time_together_is_in_the_list_and_says_that_nothing_moves(site: LiveSite, live_door: LiveBank) -> None:
    report(
        live_door.person("Ida"), on=site.day(), service="Friendly Visits", gave={"Ida": 60}, received=["Nina"],
        occasion="companionship",
    )  # fmt: skip
    page = page_of(live_door, "Nina")
    assert "Friendly Visits" in page
    assert "Ida · time together, nothing moves" in page


def test_an_exchange_of_others_is_not_in_the_list(site: LiveSite, live_door: LiveBank) -> None:
    report(live_door.person("Bill"), on=site.day(), service="Firewood", gave={"Bill": 60}, received=["Anne"])
    assert "Firewood" not in page_of(live_door, "Dora")
