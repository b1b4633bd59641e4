"""Address of leadership hours."""

from django.urls import path

from banks.credits import views

urlpatterns = [path("leadership/", views.leadership, name="leadership")]
