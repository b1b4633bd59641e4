"""Addresses of published decisions."""

from django.urls import path

from banks.deciding.publications import views

urlpatterns = [
    path("decisions/<uuid:proposal_id>/publish/", views.publication_new, name="publication-new"),
    path("decisions/<uuid:proposal_id>/word/", views.publication_word, name="publication-word"),
    path("decisions/<uuid:proposal_id>/publish/back/", views.publication_take_back, name="publication-take-back"),
]
