"""Addresses of meetings and of votes in them."""

from django.urls import path

from banks.deciding.meetings import live_views, views, vote_views

urlpatterns = [
    path("meetings/", views.meeting_list, name="meetings"),
    path("meetings/new/", views.meeting_new, name="meeting-new"),
    path("meetings/<uuid:meeting_id>/", views.meeting_page, name="meeting"),
    path("meetings/<uuid:meeting_id>/calendar.ics", views.meeting_calendar, name="meeting-calendar"),
    path("meetings/<uuid:meeting_id>/check-in/", views.meeting_check_in, name="meeting-check-in"),
    path("meetings/<uuid:meeting_id>/question/", vote_views.meeting_question, name="meeting-question"),
    path("meetings/<uuid:meeting_id>/agenda/", views.meeting_agenda, name="meeting-agenda"),
    path("meetings/<uuid:meeting_id>/call-off/", views.meeting_call_off, name="meeting-call-off"),
    path("meetings/<uuid:meeting_id>/open/", live_views.meeting_open, name="meeting-open"),
    path("meetings/<uuid:meeting_id>/live/", live_views.meeting_live, name="meeting-live"),
    path("meetings/<uuid:meeting_id>/live/here/", live_views.meeting_here, name="meeting-here"),
    path("meetings/<uuid:meeting_id>/live/guests/", live_views.meeting_guests, name="meeting-guests"),
    path("meetings/<uuid:meeting_id>/live/pulse/", live_views.meeting_pulse, name="meeting-pulse"),
    path("meetings/<uuid:meeting_id>/questions/<uuid:notice_id>/", vote_views.meeting_put, name="meeting-put"),
    path("meetings/<uuid:meeting_id>/close/", live_views.meeting_close, name="meeting-close"),
    path("meetings/<uuid:meeting_id>/minutes/", live_views.meeting_minutes, name="meeting-minutes"),
    path("meetings/votes/<uuid:ballot_id>/", vote_views.vote_page, name="vote"),
    path("meetings/votes/<uuid:ballot_id>/count/", vote_views.vote_count, name="vote-count"),
    path("meetings/votes/<uuid:ballot_id>/cast/", vote_views.vote_cast, name="vote-cast"),
    path("meetings/votes/<uuid:ballot_id>/close/", vote_views.vote_close, name="vote-close"),
    path("meetings/votes/<uuid:ballot_id>/again/", vote_views.vote_again, name="vote-again"),
]
