"""What a decision may do in a bank: the closed list of acts, registered with governance when the process starts.

Guarantees: an act is checked when it is drafted, when it is announced and when it is carried out, each time against
the bank as it stands. Refuses: everything else. Called by: `banks.apps.ready`; governance calls the acts.
"""

from banks.deciding.effects.admissions import AdmitBeyondArea
from banks.deciding.effects.agreements import AdoptAgreement
from banks.deciding.effects.circle_tree import ChangeAim, CloseCircle, CreateCircle, MoveDomain
from banks.deciding.effects.circles import AdmitToCircle, AssignRole, EndRole, MakeRole, ReceiveLink, RemoveFromCircle
from banks.deciding.effects.grants import AuthoriseDonation, AuthoriseOutsideHours
from banks.deciding.effects.questions import VoteOn
from banks.deciding.effects.removals import RemoveMember
from banks.deciding.effects.rules_of_the_bank import PolicyBody, SetPolicy, changes_of, values_of
from banks.deciding.effects.stewardship import TransferStewardship
from governance.acts.registry import Act, register

__all__ = ["PolicyBody", "changes_of", "register_acts", "values_of"]

OF_CIRCLES: tuple[Act, ...] = (
    VoteOn(),
    AdmitToCircle(), RemoveFromCircle(), AssignRole(), ReceiveLink(), MakeRole(), EndRole(),
    MoveDomain(), CreateCircle(), CloseCircle(), ChangeAim(),
)  # fmt: skip
OF_MEMBERS: tuple[Act, ...] = (AdmitBeyondArea(), AuthoriseDonation(), AuthoriseOutsideHours(), RemoveMember())
OF_THE_BANK: tuple[Act, ...] = (AdoptAgreement(), SetPolicy(), TransferStewardship())
ACTS: tuple[Act, ...] = (*OF_THE_BANK, *OF_MEMBERS, *OF_CIRCLES)


def register_acts() -> None:
    """Tell governance what a decision may order here."""
    for act in ACTS:
        register(act)
