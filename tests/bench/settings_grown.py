"""Settings_tenanted with Django's admin and an empty page beside ours, to have something to compare with."""

from tests.bench.settings_tenanted import *  # noqa: F403
from tests.bench.settings_tenanted import INSTALLED_APPS, TEMPLATES

INSTALLED_APPS = ["django.contrib.admin", *INSTALLED_APPS]
ROOT_URLCONF = "tests.bench.addresses"
TEMPLATES[0]["OPTIONS"]["context_processors"] = [
    name.replace("banks.front.context.bank_page", "tests.bench.admin.bank_page_of_ours")
    for name in TEMPLATES[0]["OPTIONS"]["context_processors"]
]
