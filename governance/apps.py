"""Governance as a Django app: circles, meetings and decisions will keep their rows here."""

from typing import ClassVar

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"
    label = "governance"
    verbose_name = "Circles, meetings and decisions"
    table_rights: ClassVar[dict[str, str]] = {}
