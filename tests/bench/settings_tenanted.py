"""The house as it is, with the cache of settings_untenanted, so that only tenancy differs."""

from hosting.settings_test import *  # noqa: F403

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "KEY_FUNCTION": "tenants.caching.key_of_bank",
    },
}
