"""Addresses of circles. A circle is named by its key in the policy book."""

from django.urls import path

from banks.deciding.circles import desk_views, views

urlpatterns = [
    path("circles/", views.circles, name="circles"),
    path("circles/roles/<uuid:role_id>/lay-down/", views.role_lay_down, name="role-lay-down"),
    path("circles/tasks/<uuid:task_id>/done/", views.task_done, name="task-done"),
    path("circles/tasks/<uuid:task_id>/end/", desk_views.task_end, name="task-end"),
    path("circles/<slug:circle>/", views.circle, name="circle"),
    path("circles/<slug:circle>/first-people/", views.circle_seat, name="circle-seat"),
    path("circles/<slug:circle>/join/", desk_views.circle_join, name="circle-join"),
    path("circles/<slug:circle>/move/", desk_views.domain_move, name="domain-move"),
    path("circles/<slug:circle>/tasks/", desk_views.task_new, name="task-new"),
    path("circles/<slug:circle>/leave/", views.circle_leave, name="circle-leave"),
    path("circles/<slug:circle>/on-leave/", views.circle_on_leave, name="circle-on-leave"),
    path("handover/", views.handover, name="handover"),
    path("handover/pack.pdf", views.handover_paper, name="handover-pdf"),
]
