"""The house with its tenancy taken out: Django's own database backend, one schema for ever, no look at the host."""

import os

from hosting.settings_test import *  # noqa: F403
from hosting.settings_test import DATABASES, MIDDLEWARE

DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
DATABASES["default"]["USER"] = "commonhour_owner"
DATABASES["default"]["OPTIONS"] = {"options": f"-c search_path={os.environ['BENCH_SCHEMA']},extensions"}
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]  # which only speaks when migrating
MIDDLEWARE = [name.replace("hosting.middleware.BankFromHost", "tests.bench.page.OneBankForEver") for name in MIDDLEWARE]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
