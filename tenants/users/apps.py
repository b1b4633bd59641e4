from django.apps import AppConfig


class UsersConfig(AppConfig):
    """Logins: in the public schema those of operators, in a bank's schema those of its members."""

    name = "tenants.users"
    label = "users"
