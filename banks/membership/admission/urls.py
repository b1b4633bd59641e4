"""Addresses of the coordinators' desk for applications."""

from django.urls import path

from banks.membership.admission import views as desk_views

urlpatterns = [
    path("applications/", desk_views.applications, name="pipeline"),
    path("applications/new/", desk_views.applicant_new, name="applicant-new"),
    path("applications/<uuid:application_id>/", desk_views.applicant, name="applicant"),
    path("applications/<uuid:application_id>/fill-in/", desk_views.applicant_fill_in, name="applicant-fill-in"),
    path("applications/<uuid:application_id>/welcome/", desk_views.applicant_welcome, name="applicant-welcome"),
    path("applications/<uuid:application_id>/remind/", desk_views.applicant_remind, name="applicant-remind"),
    path("applications/<uuid:application_id>/measure/", desk_views.applicant_measure, name="applicant-measure"),
    path("applications/<uuid:application_id>/seat/", desk_views.applicant_seat, name="applicant-seat"),
    path("applications/<uuid:application_id>/signed/", desk_views.applicant_signed, name="applicant-signed"),
    path("applications/<uuid:application_id>/close/", desk_views.applicant_close, name="applicant-close"),
    path("applications/<uuid:application_id>/decline/", desk_views.applicant_decline, name="applicant-decline"),
    path("applications/<uuid:application_id>/same/<uuid:other_id>/", desk_views.applicant_same, name="applicant-same"),
]
