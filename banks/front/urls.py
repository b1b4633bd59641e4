"""The pages of a bank, slice by slice."""

from django.urls import path

from banks.asking.listings.urls import urlpatterns as listings
from banks.deciding.circles.urls import urlpatterns as circles
from banks.deciding.meetings.urls import urlpatterns as meetings
from banks.deciding.proposal_pages.urls import urlpatterns as proposals
from banks.deciding.publications.urls import urlpatterns as publications
from banks.deciding.rounds.urls import urlpatterns as rounds
from banks.deciding.rule_pages.urls import urlpatterns as policies
from banks.deciding.stewardship.urls import urlpatterns as stewardship
from banks.front.home.views import home
from banks.front.member_pages.urls import urlpatterns as members
from banks.hours.credits.urls import urlpatterns as bank_credits
from banks.hours.events.urls import urlpatterns as events
from banks.hours.exchanges.urls import urlpatterns as exchanges
from banks.hours.figures.urls import urlpatterns as insight
from banks.hours.grants.urls import urlpatterns as grants
from banks.hours.statement.urls import urlpatterns as statement
from banks.membership.admission.urls import urlpatterns as applications
from banks.membership.applications.urls import urlpatterns as way_in
from banks.membership.joining.urls import urlpatterns as joining
from banks.membership.leaving.urls import urlpatterns as leaving
from banks.membership.orientations.urls import urlpatterns as orientations
from banks.membership.screeners_desk.urls import urlpatterns as screening
from banks.membership.sign_in_help.urls import urlpatterns as sign_in_help
from banks.membership.waivers.urls import urlpatterns as waivers
from banks.notices.urls import urlpatterns as notices
from banks.papers.urls import urlpatterns as papers
from banks.people.households.urls import urlpatterns as households

urlpatterns = [
    path("", home, name="home"),
    *exchanges,
    *statement,
    *leaving,
    *households,
    *listings,
    *members,
    *joining,
    *way_in,
    *events,
    *meetings,
    *circles,
    *bank_credits,
    *grants,
    *insight,
    *notices,
    *policies,
    *waivers,
    *papers,
    *proposals,
    *publications,
    *rounds,
    *sign_in_help,
    *stewardship,
    *applications,
    *orientations,
    *screening,
]
