"""Addresses on a bank's own host: pages, sign-in, API."""

from django.urls import include, path

from banks.front import urls as pages
from hosting.urls_api import urlpatterns as api
from tenants.users.urls import urlpatterns as sign_in

urlpatterns = [
    path("sign-in/", include(sign_in)),
    path("api/v1/", include(api)),
    path("", include(pages)),
]

handler404 = "hosting.handlers.not_found"
handler500 = "hosting.handlers.server_error"
