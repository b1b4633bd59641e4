"""Address of the notices that wait on paper."""

from django.urls import path

from banks.notices import views

urlpatterns = [path("paper/", views.paper, name="paper")]
