"""Addresses of recording hours and of one exchange."""

from django.urls import path

from banks.hours.exchanges import record_views, views

urlpatterns = [
    path("record/", record_views.kinds, name="record"),
    path("record/<slug:slug>/", record_views.record, name="record-kind"),
    path("phone/", record_views.phone, name="phone"),
    path("exchanges/", views.mine, name="exchanges"),
    path("exchanges/<uuid:exchange_id>/", views.exchange, name="exchange"),
    path("exchanges/<uuid:exchange_id>/answer/", views.answer, name="exchange-answer"),
    path("exchanges/<uuid:exchange_id>/undo/", views.undo, name="exchange-undo"),
]
