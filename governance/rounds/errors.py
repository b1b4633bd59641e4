"""Refusals about rounds of consent."""

from governance.errors import GovernanceError


class NoSuchRound(GovernanceError):
    code = "rounds.no_such_round"
    words = "There is no such round."


class CircleTooLarge(GovernanceError):
    code = "rounds.circle_too_large"
    words = (
        "{people} people cannot be asked for consent: the rule says at most {most}. "
        "Ask a smaller circle, or let a meeting of the members vote."
    )


class NobodyToAsk(GovernanceError):
    code = "rounds.nobody_to_ask"
    words = "Nobody in this circle can be asked. Take people into the circle first."


class AskedAlready(GovernanceError):
    code = "rounds.asked_already"
    words = "This proposal is being decided already."


class RoundClosed(GovernanceError):
    code = "rounds.closed"
    words = "This round has ended."


class RoundHasLapsed(GovernanceError):
    code = "rounds.lapsed"
    words = "The time to answer is over and not everybody had answered, so this round has lapsed. It can be asked anew."


class NotYetAsked(GovernanceError):
    code = "rounds.not_yet_asked"
    words = "First come questions and reactions. The facilitator says when the circle is asked."


class NotAsked(GovernanceError):
    code = "rounds.not_asked"
    words = "Only those who belonged to the circle when the round was opened are asked."


class AboutOneself(GovernanceError):
    code = "rounds.about_oneself"
    words = "This is about you: you are heard, and not asked for your consent."


class NotYourAnswer(GovernanceError):
    code = "rounds.not_your_answer"
    words = (
        "Everybody answers for themselves. In a meeting that is on, its secretary may write down what somebody says "
        "who is there."
    )


class AnswerInMeeting(GovernanceError):
    code = "rounds.answer_in_meeting"
    words = "This is asked in a meeting of the circle. Answer there, while it is on."


class NomineeIsLast(GovernanceError):
    code = "rounds.nominee_is_last"
    words = "Whoever is proposed for a role is asked last, when everybody else has answered."


class NoStandingAside(GovernanceError):
    code = "rounds.no_standing_aside"
    words = "In this circle one consents or objects; standing aside is not among its rules."


class ReasonMissing(GovernanceError):
    code = "rounds.reason_missing"
    words = "Please say why: without its reason an objection cannot be built in."


class HarmMissing(GovernanceError):
    code = "rounds.harm_missing"
    words = "Please name the aim or domain that would be harmed."


class ObjectionStands(GovernanceError):
    code = "rounds.objection_stands"
    words = "Your objection is open. Take it back first, or wait for a version that meets it."


class NotYourObjection(GovernanceError):
    code = "rounds.not_your_objection"
    words = "Only whoever raised an objection can take it back."


class NothingToIntegrate(GovernanceError):
    code = "rounds.nothing_to_integrate"
    words = "No objection is open in this round."


class NothingChanged(GovernanceError):
    code = "rounds.nothing_changed"
    words = "Nothing would be different. Change the proposal, its term or its review."


class DeadlineNotLater(GovernanceError):
    code = "rounds.deadline_not_later"
    words = "Choose a later day to answer by."


class NeverConsented(GovernanceError):
    code = "rounds.never_consented"
    words = "Only somebody who consented, and whose circle adopted it, can take their consent back."


class EmptyRemark(GovernanceError):
    code = "rounds.empty_remark"
    words = "Please write what you want to say."
