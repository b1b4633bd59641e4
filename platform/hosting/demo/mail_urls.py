"""Addresses of the demo's mail page; included in the demo alone."""

from django.urls import path

from hosting.demo.mail_pages import all_mail, one_mail

urlpatterns = [
    path("", all_mail, name="demo-mail"),
    path("<str:key>/", one_mail, name="demo-mail-message"),
]
