"""Addresses of the way in. The secret in an address is all an applicant needs, and all that opens it."""

from django.urls import path

from banks.membership.applications import step_views, views

urlpatterns = [
    path("join/", views.join, name="join"),
    path("join/sent/", views.join_sent, name="join-sent"),
    path("join/<str:secret>/", views.application, name="application"),
    path("join/<str:secret>/about/", step_views.about, name="application-about"),
    path("join/<str:secret>/place/", step_views.place, name="application-place"),
    path("join/<str:secret>/guardian/", step_views.guardian, name="application-guardian"),
    path("join/<str:secret>/references/", step_views.references, name="application-references"),
    path("join/<str:secret>/waiver/", step_views.waiver, name="application-waiver"),
    path("join/<str:secret>/offers/", step_views.offers, name="application-offers"),
    path("join/<str:secret>/check/", views.check, name="application-check"),
    path("join/<str:secret>/seat/", views.seat, name="application-seat"),
    path("join/<str:secret>/orientation.ics", views.calendar, name="orientation-calendar"),
    path("join/<str:secret>/withdraw/", views.withdraw, name="application-withdraw"),
]
