"""Sign-in addresses: the views of allauth that we use, under our own paths."""

from allauth.account import views
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as one_time_codes
from allauth.mfa.webauthn import views as passkeys
from django.urls import URLPattern, path, re_path
from django.views.generic import RedirectView

from tenants.users import views as ours

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
    path("with-a-code-from-us/", ours.with_a_code_from_us, name="sign-in-with-our-code"),
    # The second step, and the page on which members manage their ways to sign in.
    path("passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("second-step/", second_step.authenticate, name="mfa_authenticate"),
    path("again/one-time-code/", second_step.reauthenticate, name="mfa_reauthenticate"),
    path("again/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("ways/", second_step.index, name="mfa_index"),
    path("ways/everywhere-else/out/", ours.sign_out_everywhere, name="sign-out-everywhere"),
    path("ways/app/", one_time_codes.activate_totp, name="mfa_activate_totp"),
    path("ways/app/remove/", one_time_codes.deactivate_totp, name="mfa_deactivate_totp"),
    path("ways/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("ways/recovery-codes/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("ways/recovery-codes/file/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("ways/passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("ways/passkeys/new/", ours.add_passkey, name="mfa_add_webauthn"),
    path("ways/passkeys/<int:pk>/name/", ours.rename_passkey, name="mfa_edit_webauthn"),
    path("ways/passkeys/<int:pk>/remove/", ours.remove_passkey, name="mfa_remove_webauthn"),
    # People cannot sign up by themselves, but allauth's templates look this name up.
    path("new/", RedirectView.as_view(pattern_name="account_login"), name="account_signup"),
]
