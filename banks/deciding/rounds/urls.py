"""Addresses of rounds of consent and of selections."""

from django.urls import path

from banks.deciding.rounds import leading_views, selection_views, views

urlpatterns = [
    path("rounds/", views.rounds, name="rounds"),
    path("decisions/<uuid:proposal_id>/ask/", views.round_ask, name="round-ask"),
    path("rounds/<uuid:round_id>/", views.round_page, name="round"),
    path("rounds/<uuid:round_id>/answer/", views.round_answer, name="round-answer"),
    path("rounds/<uuid:round_id>/object/", views.round_object, name="round-object"),
    path("rounds/<uuid:round_id>/remark/", views.round_remark, name="round-remark"),
    path("rounds/<uuid:round_id>/meeting/", views.round_meeting, name="round-meeting"),
    path("rounds/<uuid:round_id>/stage/", leading_views.round_stage, name="round-stage"),
    path("rounds/<uuid:round_id>/integrate/", leading_views.round_integrate, name="round-integrate"),
    path("rounds/<uuid:round_id>/values/", leading_views.round_values, name="round-values"),
    path("rounds/<uuid:round_id>/time/", leading_views.round_time, name="round-time"),
    path("rounds/<uuid:round_id>/up/", leading_views.round_up, name="round-up"),
    path("rounds/<uuid:round_id>/lay-down/", leading_views.round_lay_down, name="round-lay-down"),
    path("rounds/objections/<uuid:objection_id>/back/", views.objection_back, name="objection-back"),
    path("selections/role/<uuid:role_id>/", selection_views.selection_new, name="selection-new"),
    path("selections/<uuid:selection_id>/", selection_views.selection_page, name="selection"),
    path("selections/<uuid:selection_id>/name/", selection_views.selection_name, name="selection-name"),
    path("selections/<uuid:selection_id>/next/", selection_views.selection_next, name="selection-next"),
    path("selections/<uuid:selection_id>/end/", selection_views.selection_end, name="selection-end"),
    path("selections/<uuid:selection_id>/decline/", selection_views.selection_decline, name="selection-decline"),
    path("selections/<uuid:selection_id>/propose/", selection_views.selection_propose, name="selection-propose"),
]
