"""Governance as a Django app, with the rights that a bank's role has on its tables."""

from typing import ClassVar

from django.apps import AppConfig

WRITE_ONCE = "SELECT, INSERT"
NO_DELETE = "SELECT, INSERT, UPDATE"


class GovernanceConfig(AppConfig):
    name = "governance"
    label = "governance"
    verbose_name = "Meetings and decisions"
    # Announcements, attendance, answers and decisions are written once (invariant D2): the database refuses to
    # change them even where a service forgets to. Rows that end or close may be updated; triggers check how.
    table_rights: ClassVar[dict[str, str]] = {
        "governance_presence": WRITE_ONCE,
        "governance_proposalversion": WRITE_ONCE,
        "governance_proposalnotice": WRITE_ONCE,
        "governance_rollentry": WRITE_ONCE,
        "governance_vote": WRITE_ONCE,
        "governance_secretvoter": WRITE_ONCE,
        "governance_secretvote": WRITE_ONCE,
        "governance_decision": WRITE_ONCE,
        "governance_publication": WRITE_ONCE,
        "governance_word": WRITE_ONCE,
        "governance_retraction": WRITE_ONCE,
        "governance_roundmember": WRITE_ONCE,
        "governance_remark": WRITE_ONCE,
        "governance_consentresponse": WRITE_ONCE,
        "governance_selectionmember": WRITE_ONCE,
        "governance_nomination": WRITE_ONCE,
        "governance_caretakerreply": WRITE_ONCE,
        "governance_caretaker": WRITE_ONCE,
        "governance_mandate": NO_DELETE,
        "governance_ballot": NO_DELETE,
        "governance_effect": NO_DELETE,
        "governance_consentround": NO_DELETE,
        "governance_objection": NO_DELETE,
        "governance_selection": NO_DELETE,
        "governance_circlemembership": NO_DELETE,
        "governance_circlerole": NO_DELETE,
        "governance_roleterm": NO_DELETE,
    }
