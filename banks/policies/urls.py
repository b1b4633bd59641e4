"""Addresses of the guidelines and the policy book; `api_urlpatterns` stand below /api/v1/."""

from django.urls import path

from banks.policies import api, views

urlpatterns = [
    path("guidelines/", views.guidelines, name="guidelines"),
    path("guidelines/<slug:kind>/", views.history_page, name="policy-history-public"),
    path("rules/", views.policy_list, name="policy-list"),
    path("rules/<slug:kind>/", views.policy_edit, name="policy-edit"),
    path("rules/<slug:kind>/history/", views.history_page, name="policy-history"),
]

api_urlpatterns = [
    path("policies/", api.PolicyBookView.as_view(), name="api-policies"),
    path("policies/<slug:kind>/", api.PolicyView.as_view(), name="api-policy"),
    path("policies/<slug:kind>/history/", api.PolicyHistoryView.as_view(), name="api-policy-history"),
]
