"""Settings of the tests' live server: the test settings with the pool and the mail of a real deployment."""

from hosting.env import env_text, mail_from
from hosting.settings import DATABASES as _DATABASES
from hosting.settings_test import *  # noqa: F403

DATABASES = _DATABASES
DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 4, "max_lifetime": 600, "timeout": 10}
DATABASES["default"]["CONN_MAX_AGE"] = 0
vars().update(mail_from(env_text("EMAIL_URL", "outbox:")))
