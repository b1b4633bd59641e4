"""Addresses of helping members to sign in."""

from django.urls import path

from banks.membership.sign_in_help import views

urlpatterns = [
    path("sign-in-help/", views.record, name="sign-in-help-record"),
    path("sign-in-help/<uuid:member_id>/", views.help_person, name="sign-in-help"),
]
