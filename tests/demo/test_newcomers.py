"""The demo shows each stage of the way in with living data, in each bank the stages its own rules have."""

from datetime import timedelta

import pytest
from django.utils import timezone

from banks.membership.applications.facts import waits_of_all
from banks.membership.applications.models import Application
from banks.membership.applications.rules import Want
from banks.people.members.models import Member
from banks.people.members.queries import viewer_of
from banks.people.members.services import grant_power
from banks.policies.clock import bank_day
from hosting.demo.newcomers import ARRIVALS, let_newcomers_in
from tenants.context import in_bank

STAGES = {
    "lamoni": {
        Want.PLACE, Want.REFERENCES, Want.WAIVER, Want.LISTINGS, Want.AREA_DECISION, Want.REFERENCE_CHECKS,
        Want.SCREENING, Want.WELCOME,
    },
    "valley": {Want.PLACE, Want.LISTINGS, Want.ORIENTATION_SEAT, Want.ORIENTATION, Want.WELCOME},
    "door": {Want.PLACE, Want.LISTINGS, Want.ORIENTATION, Want.WELCOME},
}  # fmt: skip


@pytest.mark.parametrize("slug", ARRIVALS)
def test_each_stage_of_the_pipeline_has_somebody_in_it(slug: str, request: pytest.FixtureRequest) -> None:
    now = timezone.now()
    with in_bank(request.getfixturevalue(slug)):
        day = bank_day(now)
        for name in ("Ada", "Cora"):
            for power in ("coordinator", "screening"):
                grant_power(member=Member.objects.get(name=name), kind=power, granted_by=None, on=day)
        ada, cora = (viewer_of(Member.objects.get(name=name), on=day) for name in ("Ada", "Cora"))
        let_newcomers_in(slug, coordinator=ada, screeners=(ada, cora), join_address="http://x/join/", now=now)
        open_ones = list(Application.objects.filter(ended_at=None))
        waits = waits_of_all(open_ones, now=now)
        assert {wait.what for each in waits.values() for wait in each} == STAGES[slug]
        joined = [arrival.name for arrival in ARRIVALS[slug] if "welcome" in arrival.steps]
        assert set(Member.objects.filter(name__in=joined).values_list("name", flat=True)) == set(joined)
        assert not Application.objects.filter(sent_at__gt=now + timedelta(days=1)).exists()
