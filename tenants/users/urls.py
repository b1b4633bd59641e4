"""Sign-in addresses: those of allauth's views that we use, under our own words."""

from allauth.account import views
from django.urls import URLPattern, path, re_path
from django.views.generic import RedirectView

urlpatterns: list[URLPattern] = [
    path("", views.login, name="account_login"),
    path("out/", views.logout, name="account_logout"),
    path("code/", views.request_login_code, name="account_request_login_code"),
    path("code/confirm/", views.confirm_login_code, name="account_confirm_login_code"),
    path("password/", views.password_change, name="account_change_password"),
    path("password/forgotten/", views.password_reset, name="account_reset_password"),
    path("password/forgotten/sent/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/new/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("again/", views.reauthenticate, name="account_reauthenticate"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    # Nobody signs up by themselves; allauth's templates still ask for the name.
    path("new/", RedirectView.as_view(pattern_name="account_login"), name="account_signup"),
]
