"""Addresses of the screeners' desk and of safety reports."""

from django.urls import path

from banks.membership.screeners_desk import safety_views, views

urlpatterns = [
    path("screening/", views.desk, name="screening"),
    path("screening/members/", views.choose_member, name="screening-choose"),
    path("screening/members/<uuid:member_id>/", views.member, name="screening-member"),
    path("screening/members/<uuid:member_id>/note/", views.note_about_member, name="screening-note-member"),
    path("screening/applicants/<uuid:application_id>/", views.applicant, name="screening-applicant"),
    path(
        "screening/applicants/<uuid:application_id>/note/",
        views.note_about_applicant,
        name="screening-note-applicant",
    ),
    path("screening/references/<uuid:reference_id>/", views.reference, name="screening-reference"),
    path("screening/notes/<uuid:note_id>/", views.note, name="screening-note"),
    path("safety/", safety_views.safety, name="safety"),
    path("safety/members/<uuid:member_id>/", safety_views.safety_member, name="safety-member"),
    path("safety/notes/<uuid:note_id>/", safety_views.safety_note, name="safety-note"),
]
