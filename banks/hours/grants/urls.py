"""Addresses of gifts of hours and of work at other organisations."""

from django.urls import path

from banks.hours.grants import views

urlpatterns = [
    path("gifts/", views.gifts, name="gifts"),
    path("gifts/give/", views.gift_free, name="gift-free"),
    path("gifts/<uuid:authorisation_id>/", views.gift_give, name="gift-give"),
    path("outside/", views.outside, name="outside"),
]
