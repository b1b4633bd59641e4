"""Refusals about selections."""

from governance.errors import GovernanceError


class NoSuchSelection(GovernanceError):
    code = "selections.no_such_selection"
    words = "There is no such selection."


class SelectionRunning(GovernanceError):
    code = "selections.running"
    words = "Somebody is being chosen for this role already."


class SelectionOver(GovernanceError):
    code = "selections.over"
    words = "This selection has ended."


class NotThisStage(GovernanceError):
    code = "selections.not_this_stage"
    words = "That is not what this selection is at now: {stage}."


class NotSelecting(GovernanceError):
    code = "selections.not_selecting"
    words = "Only those who belonged to the circle when the selection began take part."


class NominatedAlready(GovernanceError):
    code = "selections.nominated_already"
    words = "Your name is handed in. It can be changed when everybody has heard the reasons."


class NomineeOutside(GovernanceError):
    code = "selections.nominee_outside"
    words = "Choose somebody of the circle."


class NominationReason(GovernanceError):
    code = "selections.reason_missing"
    words = "Please say why: a selection goes by reasons, not by counting."


class NotNominated(GovernanceError):
    code = "selections.not_nominated"
    words = "Only somebody who was named can be proposed or decline."


class HasDeclined(GovernanceError):
    code = "selections.has_declined"
    words = "They were named and do not want the role."
