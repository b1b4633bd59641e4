"""Address where a coordinator adds a member."""

from django.urls import path

from banks.membership.joining import views

urlpatterns = [path("members/new/", views.member_new, name="member-new")]
