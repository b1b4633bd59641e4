from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """The operators' desk, on the platform's own host."""

    name = "hosting.console"
    label = "console"
