"""Addresses of proposals and decisions."""

from django.urls import path

from banks.deciding.proposal_pages import member_views, views

urlpatterns = [
    path("decisions/", views.decisions, name="decisions"),
    path("decisions/agreement/", views.agreement_new, name="agreement-new"),
    path("decisions/admission/<uuid:application_id>/", views.admission_new, name="admission-new"),
    path("decisions/gift/", member_views.gift_propose, name="gift-propose"),
    path("decisions/outside/", member_views.outside_propose, name="outside-propose"),
    path("decisions/removal/<uuid:member_id>/", member_views.removal_propose, name="removal-propose"),
    path("decisions/<uuid:proposal_id>/", views.proposal, name="proposal"),
    path("decisions/<uuid:proposal_id>/replay/", views.proposal_replay, name="proposal-replay"),
    path("decisions/<uuid:proposal_id>/vote/", member_views.vote_propose, name="vote-propose"),
    path("decisions/<uuid:proposal_id>/record/", views.proposal_record, name="proposal-record"),
    path("decisions/<uuid:proposal_id>/announce/", views.proposal_announce, name="proposal-announce"),
    path("decisions/<uuid:proposal_id>/withdraw/", views.proposal_withdraw, name="proposal-withdraw"),
]
