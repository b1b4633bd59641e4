"""Addresses of the desk of orientations."""

from django.urls import path

from banks.membership.orientations import views

urlpatterns = [
    path("orientations/", views.orientations, name="orientations"),
    path("orientations/new/", views.orientation_new, name="orientation-new"),
    path("orientations/<uuid:orientation_id>/", views.orientation, name="orientation"),
    path("orientations/<uuid:orientation_id>/change/", views.orientation_change, name="orientation-change"),
    path("orientations/<uuid:orientation_id>/call-off/", views.orientation_call_off, name="orientation-call-off"),
    path("orientations/<uuid:orientation_id>/who-came/", views.orientation_attendance, name="orientation-attendance"),
]
