"""Settings_tenanted with the small pool of connections that the demo's web server has."""

from tests.bench.settings_tenanted import *  # noqa: F403
from tests.bench.settings_tenanted import DATABASES

DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 4, "max_lifetime": 600, "timeout": 10}
DATABASES["default"]["CONN_MAX_AGE"] = 0
