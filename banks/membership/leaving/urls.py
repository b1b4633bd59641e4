"""Addresses of resting, coming back, leaving, one's data, and the desk's part of it."""

from django.urls import path

from banks.membership.leaving import desk_views, views

urlpatterns = [
    path("rest/", views.rest, name="rest"),
    path("back/", views.wake, name="wake"),
    path("back/<str:token>/", views.wake_link, name="wake-link"),
    path("leave/", views.leave, name="leave"),
    path("my-data/", views.my_data, name="my-data"),
    path("my-data/file/", views.my_data_file, name="my-data-file"),
    path("members/upkeep/", desk_views.upkeep, name="upkeep"),
    path("members/<uuid:member_id>/wake/", desk_views.member_wake, name="member-wake"),
    path("members/<uuid:member_id>/end/", desk_views.member_end, name="member-end"),
    path("members/<uuid:member_id>/return/", desk_views.member_return, name="member-return"),
    path("members/<uuid:member_id>/erase/", desk_views.member_erase, name="member-erase"),
    path("members/<uuid:member_id>/data/", desk_views.member_data_file, name="member-data-file"),
]
