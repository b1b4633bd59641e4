"""Addresses of the caretakers: who they are, who is asked, and proposing them."""

from django.urls import path

from banks.deciding.stewardship import views

urlpatterns = [
    path("handover/caretakers/", views.caretakers, name="caretakers"),
    path("handover/caretakers/new/", views.caretakers_propose, name="caretakers-propose"),
    path("handover/caretakers/<uuid:proposal_id>/answer/", views.caretaker_answer, name="caretaker-answer"),
]
