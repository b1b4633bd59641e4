from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """The operators' desk on the platform's own host. Starting it registers the platform's system checks."""

    name = "hosting.console"
    label = "console"

    def ready(self) -> None:
        from hosting import checks  # noqa: F401, PLC0415 - registering is the point
