"""Addresses of the policy book in the API, below /api/v1/policies/."""

from django.urls import path

from banks.deciding.rule_pages import api

urlpatterns = [
    path("", api.PolicyBookView.as_view(), name="api-policies"),
    path("<slug:kind>/", api.PolicyView.as_view(), name="api-policy"),
    path("<slug:kind>/history/", api.PolicyHistoryView.as_view(), name="api-policy-history"),
]
