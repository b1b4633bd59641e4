"""The tests' live server with a cache of its own process, as no Valkey runs beside the durable cluster."""

from hosting.settings_live import *  # noqa: F403

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "KEY_FUNCTION": "tenants.caching.key_of_bank",
    },
}
