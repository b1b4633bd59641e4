"""Refusals about signing in."""

from tenants.errors import TenantError


class SecondStepRequired(TenantError):
    """A program signed in with a password alone to a login that has a second step."""

    code = "users.second_step_asked"
    sentence = "This sign-in has a second step: send `code` too, a one-time code of your app or a recovery code."
    field = "code"
