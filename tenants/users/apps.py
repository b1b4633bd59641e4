from django.apps import AppConfig


class UsersConfig(AppConfig):
    """Logins. In the public schema its rows are operators; in a bank's schema, that bank's sign-ins."""

    name = "tenants.users"
    label = "users"
