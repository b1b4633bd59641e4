"""Refusals about circles, their members, roles and terms."""

from governance.errors import GovernanceError


class NoSuchCircle(GovernanceError):
    code = "circles.no_such_circle"
    words = "There is no such circle."


class NotThereYet(GovernanceError):
    code = "circles.not_there_yet"
    words = "The bank hopes for this circle; it has not been made yet."


class NoSuchRole(GovernanceError):
    code = "circles.no_such_role"
    words = "There is no such role, or it has been closed."


class NoSuchTerm(GovernanceError):
    code = "circles.no_such_term"
    words = "There is no such term, or it has ended."


class AlreadyInCircle(GovernanceError):
    code = "circles.already_in"
    words = "This member belongs to the circle already."


class NotInCircle(GovernanceError):
    code = "circles.not_in"
    words = "This member does not belong to the circle."


class CircleHasPeople(GovernanceError):
    code = "circles.has_people"
    words = "Somebody belongs to this circle already. From now on the circle itself decides who joins it."


class NobodyToSeat(GovernanceError):
    code = "circles.nobody_to_seat"
    words = "Choose at least one member for the circle."


class LinksNeedTwo(GovernanceError):
    """Invariant K3."""

    code = "circles.links_need_two"
    words = "The leader and the delegate of a circle are two different people. Choose somebody else for one of them."


class LinkRequired(GovernanceError):
    """Invariant K3, where the bank's rules ask for both links."""

    code = "circles.link_required"
    words = "Our rules ask this circle to send a leader and a delegate into the circle above. The role {role} stays."


class NotEligible(GovernanceError):
    code = "circles.not_eligible"
    words = "By our rules {wants}. Whoever is chosen does not bring all of that yet."


class RoleExists(GovernanceError):
    code = "circles.role_exists"
    words = "The circle has this role already."


class RoleNotOwned(GovernanceError):
    code = "circles.role_not_owned"
    words = "A role can look after a domain of its own circle only."


class TermTooShort(GovernanceError):
    code = "circles.term_too_short"
    words = "A term ends after it begins. Choose a later last day."


class NotALink(GovernanceError):
    code = "circles.not_a_link"
    words = "Only a leader and a delegate are received by the circle above."


class LinkReceived(GovernanceError):
    code = "circles.link_received"
    words = "The circle above has received this link already."


class CircleHoldsDomains(GovernanceError):
    """Invariant K6."""

    code = "circles.holds_domains"
    words = "{name} still holds domains. Move each of them to another circle first, or to a role in the circle above."


class NotOneself(GovernanceError):
    code = "circles.not_oneself"
    words = "Only whoever holds the role can lay it down. The circle can end it by a decision."
