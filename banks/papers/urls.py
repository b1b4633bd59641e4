"""Addresses of papers; the waiver's are open to visitors."""

from django.urls import path

from banks.papers import views

urlpatterns = [
    path("papers/", views.papers, name="papers"),
    path("papers/statement/", views.statement, name="statement-pdf"),
    path("papers/directory/", views.directory, name="directory-pdf"),
    path("papers/offers-and-requests/", views.listings, name="listings-pdf"),
    path("papers/letters/", views.posting_pack, name="letters-pdf"),
    path("waiver.pdf", views.waiver_pdf, name="waiver-pdf"),
    path("waiver/version/<int:number>/waiver.pdf", views.waiver_version_pdf, name="waiver-version-pdf"),
    path("waiver/signed/<uuid:signature_id>/", views.waiver_signed_pdf, name="waiver-signed-pdf"),
]
