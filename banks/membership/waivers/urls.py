"""Addresses of the waiver; its words are open to visitors."""

from django.urls import path

from banks.membership.waivers import views

urlpatterns = [
    path("waiver/", views.waiver, name="waiver"),
    path("waiver/version/<int:number>/", views.waiver_version, name="waiver-version"),
    path("waiver/sign/", views.waiver_sign, name="waiver-sign"),
    path("members/<uuid:member_id>/waiver/", views.waiver_of, name="waiver-of"),
]
