"""Address of the bank's figures."""

from django.urls import path

from banks.hours.figures import views

urlpatterns = [path("figures/", views.figures_page, name="figures")]
