"""The API's addresses, version 1."""

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView

from banks.asking.listings.api import ListingListApi, ServiceListApi
from banks.front.member_pages.api import DirectoryApi, EndMembershipApi
from banks.hours.credits.api import LeadershipApi
from banks.hours.events.api import EventListApi, EventUndoApi
from banks.hours.exchanges.api import AnswerApi, ExchangeApi, ExchangeListApi, UndoApi
from banks.hours.figures.api import FiguresApi
from banks.hours.statement.api import MeApi, StatementApi
from banks.membership.joining.api import EnrolApi
from tenants.users.api import SignInApi

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", SignInApi.as_view()),
    path("me/", MeApi.as_view()),
    path("statement/", StatementApi.as_view()),
    path("members/", DirectoryApi.as_view()),
    path("members/new/", EnrolApi.as_view()),
    path("members/<uuid:member_id>/end/", EndMembershipApi.as_view()),
    path("services/", ServiceListApi.as_view()),
    path("listings/", ListingListApi.as_view()),
    path("exchanges/", ExchangeListApi.as_view()),
    path("exchanges/<uuid:exchange_id>/", ExchangeApi.as_view()),
    path("exchanges/<uuid:exchange_id>/undo/", UndoApi.as_view()),
    path("exchanges/<uuid:exchange_id>/answer/", AnswerApi.as_view()),
    path("events/", EventListApi.as_view()),
    path("events/<uuid:event_id>/undo/", EventUndoApi.as_view()),
    path("leadership/", LeadershipApi.as_view()),
    path("figures/", FiguresApi.as_view()),
    path("policies/", include("banks.deciding.rule_pages.api_urls")),
    path("schema/", SpectacularAPIView.as_view(urlconf="hosting.urls_bank"), name="schema"),
]
