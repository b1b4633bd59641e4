"""Addresses of households and of those who act for organisations."""

from django.urls import path

from banks.people.households import views

urlpatterns = [
    path("households/", views.household_list, name="households"),
    path("households/<uuid:household_id>/", views.household, name="household"),
    path("households/<uuid:household_id>/end/", views.household_end, name="household-end"),
    path("organisations/", views.organisation_list, name="organisations"),
    path("organisations/<uuid:member_id>/", views.organisation, name="acting-for"),
    path("organisations/acting/<uuid:acting_id>/end/", views.acting_end, name="acting-end"),
]
