"""Governance as a Django app: meetings, proposals, ballots and decisions keep their rows here."""

from typing import ClassVar

from django.apps import AppConfig

ONCE = "SELECT, INSERT"


class GovernanceConfig(AppConfig):
    name = "governance"
    label = "governance"
    verbose_name = "Meetings and decisions"
    # What was announced, who was there, what was said and decided is written once (invariant D2).
    table_rights: ClassVar[dict[str, str]] = {
        "governance_presence": ONCE,
        "governance_proposalversion": ONCE,
        "governance_proposalnotice": ONCE,
        "governance_rollentry": ONCE,
        "governance_vote": ONCE,
        "governance_secretvoter": ONCE,
        "governance_secretvote": ONCE,
        "governance_decision": ONCE,
        "governance_publication": ONCE,
        "governance_word": ONCE,
        "governance_takingback": ONCE,
        "governance_roundmember": ONCE,
        "governance_remark": ONCE,
        "governance_consentresponse": ONCE,
        "governance_selectionmember": ONCE,
        "governance_nomination": ONCE,
        "governance_caretakerword": ONCE,
        "governance_caretaker": ONCE,
        "governance_mandate": "SELECT, INSERT, UPDATE",
        "governance_ballot": "SELECT, INSERT, UPDATE",
        "governance_effect": "SELECT, INSERT, UPDATE",
        "governance_consentround": "SELECT, INSERT, UPDATE",
        "governance_objection": "SELECT, INSERT, UPDATE",
        "governance_selection": "SELECT, INSERT, UPDATE",
        "governance_circlemembership": "SELECT, INSERT, UPDATE",
        "governance_circlerole": "SELECT, INSERT, UPDATE",
        "governance_roleterm": "SELECT, INSERT, UPDATE",
    }
