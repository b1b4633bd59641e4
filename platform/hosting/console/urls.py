"""Addresses of the operators' desk."""

from django.urls import path

from hosting.console import views

urlpatterns = [
    path("", views.banks, name="console"),
    path("open/", views.open_new, name="console-open"),
    path("jobs/", views.jobs, name="console-jobs"),
    path("banks/<uuid:bank_id>/", views.bank, name="console-bank"),
]
