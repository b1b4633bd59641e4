"""Settings of the test suite: those of a deployment, with a cheap password hasher and Django's mail outbox.

Database, broker and cache are real; tests/house/cluster_plugin.py starts them
and sets their addresses before this module is imported.
"""

import os

os.environ.setdefault("SECRET_KEY", "tests-only-key-" + "x" * 40)
os.environ.setdefault("COMMONHOUR_SEAL_KEYS", "1:tests-only-seal-key-" + "x" * 40)
os.environ.setdefault("DATABASE_URL", "postgresql://commonhour_web@localhost/commonhour")
os.environ.setdefault("COMMONHOUR_SCHEME", "http")
os.environ.setdefault("EMAIL_URL", "outbox:")

from hosting.settings import *  # noqa: F403
from hosting.settings import DATABASES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["OPTIONS"].pop("pool", None)
DATABASES["default"]["CONN_MAX_AGE"] = None
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = False
MOST_LOOKS_AN_HOUR = MOST_LOOKS_A_DAY = 100_000  # all tests of a run share the same few people
