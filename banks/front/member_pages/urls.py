"""Addresses of the directory, of one's own details, and of the coordinator's list."""

from django.urls import path

from banks.front.member_pages import desk_views, views

urlpatterns = [
    path("directory/", views.directory, name="directory"),
    path("directory/<uuid:member_id>/", views.person, name="person"),
    path("profile/", views.profile, name="profile"),
    path("members/", desk_views.member_list, name="members"),
    path("members/powers/", desk_views.powers, name="powers"),
    path("members/powers/<uuid:power_id>/end/", desk_views.power_end, name="power-end"),
    path("members/<uuid:member_id>/change/", desk_views.member_change, name="member-change"),
    path("members/<uuid:member_id>/invite/", desk_views.member_invite, name="member-invite"),
]
