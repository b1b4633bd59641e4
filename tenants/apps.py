from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """The register of banks, in the public schema only."""

    name = "tenants"
    label = "tenants"
    verbose_name = "Banks on this platform"
