"""Addresses on the platform's own host."""

from django.conf import settings
from django.urls import include, path

from hosting.pages import front
from tenants.users.urls import urlpatterns as sign_in

urlpatterns = [
    path("", front, name="platform-front"),
    path("sign-in/", include(sign_in)),
    path("console/", include("hosting.console.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/mail/", include("hosting.demo.mail_urls")))

handler404 = "hosting.handlers.not_found"
handler500 = "hosting.handlers.server_error"
