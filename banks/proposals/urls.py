"""Addresses of proposals and decisions."""

from django.urls import path

from banks.proposals import views

urlpatterns = [
    path("decisions/", views.decisions, name="decisions"),
    path("decisions/agreement/", views.agreement_new, name="agreement-new"),
    path("decisions/admission/<uuid:application_id>/", views.admission_new, name="admission-new"),
    path("decisions/<uuid:proposal_id>/", views.proposal, name="proposal"),
    path("decisions/<uuid:proposal_id>/record/", views.proposal_record, name="proposal-record"),
    path("decisions/<uuid:proposal_id>/announce/", views.proposal_announce, name="proposal-announce"),
    path("decisions/<uuid:proposal_id>/withdraw/", views.proposal_withdraw, name="proposal-withdraw"),
]
