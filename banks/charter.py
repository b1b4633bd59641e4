"""Founds a community from its charter: identity, accounts, first policies, categories and services.

Guarantees: runs once; a bank that is founded already is left alone, so a provisioning
step can be repeated. The charter's values are `banks.policies`' business. Called by
tenants.provisioning inside the bank and a transaction.
"""

from datetime import datetime
from uuid import UUID

from banks.deciding.circles.services import found_tasks
from banks.hours.catalogue.models import Category, Service
from banks.identity.models import BankIdentity
from banks.identity.queries import is_founded
from banks.identity.rules import NOBODY
from banks.policies.charter_values import Charter, charter_path, load_charter
from banks.policies.queries import policy_in_force
from banks.policies.services import found_policies
from governance.circle_policy import CirclesPolicy
from ledger.accounts import open_account
from ledger.policy import COMMUNITY


def found_bank(*, charter_name: str, bank_id: UUID, name: str, now: datetime) -> bool:
    """Found the bank in whose schema we are; False when that has happened before."""
    if is_founded():
        return False
    charter = load_charter(charter_path(charter_name))
    BankIdentity.objects.create(id=1, bank_id=bank_id, name=name or charter.name, founded_at=now)
    open_account(kind="community", key=COMMUNITY, name=name or charter.name, now=now, actor_id=NOBODY)
    found_policies(values=charter.policies, reason=f"From the bank's charter, {charter.name}", now=now)
    found_tasks(policy_in_force(CirclesPolicy, now).value, now=now)
    _list_services(charter)
    return True


def _list_services(charter: Charter) -> None:
    listed = [(Category(name=draft.name, place=place), draft) for place, draft in enumerate(charter.categories)]
    Category.objects.bulk_create(category for category, _ in listed)
    Service.objects.bulk_create(
        Service(category=category, name=service) for category, draft in listed for service in draft.services
    )
