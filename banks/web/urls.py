"""The pages of a bank, slice by slice."""

from django.urls import path

from banks.applications.desk_urls import urlpatterns as applications
from banks.applications.urls import urlpatterns as way_in
from banks.circles.urls import urlpatterns as circles
from banks.credits.urls import urlpatterns as bank_credits
from banks.events.urls import urlpatterns as events
from banks.exchanges.urls import urlpatterns as exchanges
from banks.grants.urls import urlpatterns as grants
from banks.households.urls import urlpatterns as households
from banks.insight.urls import urlpatterns as insight
from banks.joining.urls import urlpatterns as joining
from banks.leaving.urls import urlpatterns as leaving
from banks.listings.urls import urlpatterns as listings
from banks.meetings.urls import urlpatterns as meetings
from banks.members.urls import urlpatterns as members
from banks.notices.urls import urlpatterns as notices
from banks.orientations.urls import urlpatterns as orientations
from banks.papers.urls import urlpatterns as papers
from banks.policies.urls import urlpatterns as policies
from banks.proposals.urls import urlpatterns as proposals
from banks.publications.urls import urlpatterns as publications
from banks.rounds.urls import urlpatterns as rounds
from banks.screening.urls import urlpatterns as screening
from banks.sign_in_help.urls import urlpatterns as sign_in_help
from banks.statement.urls import urlpatterns as statement
from banks.stewardship.urls import urlpatterns as stewardship
from banks.waivers.urls import urlpatterns as waivers
from banks.web.views import home

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
