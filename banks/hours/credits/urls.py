"""Address of leadership hours."""

from django.urls import path

from banks.hours.credits import views

urlpatterns = [path("leadership/", views.leadership, name="leadership")]
