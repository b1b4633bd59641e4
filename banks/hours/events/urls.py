"""Addresses of events and meetings."""

from django.urls import path

from banks.hours.events import views

urlpatterns = [
    path("events/", views.event_list, name="events"),
    path("events/new/", views.event_new, name="event-new"),
    path("events/<uuid:event_id>/", views.event_page, name="event"),
    path("events/<uuid:event_id>/undo/", views.event_undo, name="event-undo"),
]
