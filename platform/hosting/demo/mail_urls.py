"""The demo's mail page: what the banks have sent, as the demo's own SMTP server received it."""

from django.urls import path

from hosting.demo.mail_pages import message, messages

urlpatterns = [
    path("", messages, name="demo-mail"),
    path("<slug:name>/", message, name="demo-mail-message"),
]
