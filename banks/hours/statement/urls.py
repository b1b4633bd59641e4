"""Addresses of the statement."""

from django.urls import path

from banks.hours.statement import views

urlpatterns = [
    path("statement/", views.statement, name="statement"),
    path("statement/sheet/", views.sheet, name="statement-sheet"),
]
