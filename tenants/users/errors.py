"""Refusals about signing in."""

from tenants.errors import TenantError


class SecondStepRequired(TenantError):
    """A password alone opens nothing where a second step was set up, for programs neither."""

    code = "users.second_step_asked"
    sentence = "This sign-in has a second step: send `code` too, a one-time code of your app or a recovery code."
    field = "code"
