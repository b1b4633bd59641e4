"""Addresses of the guidelines, open to visitors, and of the administrators' rules."""

from django.urls import path

from banks.deciding.rule_pages import views

urlpatterns = [
    path("guidelines/", views.guidelines, name="guidelines"),
    path("guidelines/<slug:kind>/", views.history_page, name="policy-history-public"),
    path("rules/", views.policy_list, name="policy-list"),
    path("rules/<slug:kind>/", views.policy_edit, name="policy-edit"),
    path("rules/<slug:kind>/history/", views.history_page, name="policy-history"),
]
