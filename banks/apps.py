from typing import ClassVar

from django.apps import AppConfig


class BanksConfig(AppConfig):
    """The community application; one set of its tables stands in every bank's schema."""

    name = "banks"
    label = "banks"
    default_auto_field = "django.db.models.BigAutoField"

    # What the bank's own role may do with tables that are facts, not drafts; see tenants.rights.
    table_rights: ClassVar[dict[str, str]] = {
        "banks_policyversion": "SELECT, INSERT",
        "banks_exchangeline": "SELECT, INSERT",
        "banks_attendance": "SELECT, INSERT",
        "banks_credit": "SELECT, INSERT",
        "banks_gift": "SELECT, INSERT",
        "banks_outsidework": "SELECT, INSERT",
        "banks_waiversignature": "SELECT, INSERT",
        "banks_taskdone": "SELECT, INSERT",
        "banks_standingchange": "SELECT, INSERT",
        "banks_sealedreading": "SELECT",
    }
    # Tables the ordinary role cannot touch at all; `behind_vault()` alone reaches them.
    vault_rights: ClassVar[dict[str, str]] = {
        "banks_sealednote": "SELECT, INSERT, DELETE",
        "banks_sealedbirthdate": "SELECT, INSERT, UPDATE, DELETE",
        "banks_sealedreading": "SELECT, INSERT",
    }

    def ready(self) -> None:
        from banks.deciding.effects import register_acts  # noqa: PLC0415 - the registry is full only now

        register_acts()
