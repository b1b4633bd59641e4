"""Refusals of an offer or request."""

from banks.errors import BankError


class PostingNotYet(BankError):
    code = "listings.posting_not_yet"
    words = "You can offer and ask here once everything about your membership is settled. Your coordinator helps you."


class TitleMissing(BankError):
    code = "listings.title_missing"
    words = "Please say in a few words what it is, for example “A ride to the clinic”."
    field = "title"


class ServiceNotOffered(BankError):
    code = "listings.service_unknown"
    words = "Please choose a category and a service from this bank's list."
    field = "service"


class EndsInThePast(BankError):
    code = "listings.ends_in_the_past"
    words = "That day has passed. Choose a later one, or leave it empty."
    field = "ends_on"


class ListingClosed(BankError):
    code = "listings.closed"
    words = "This one is closed. Write a new one if it is wanted again."


class ReasonMissing(BankError):
    code = "listings.reason_missing"
    words = "Please say why in a sentence; it will be read by those who look after offers and requests."
    field = "reason"


class OwnListing(BankError):
    code = "listings.own"
    words = "This is your own. You can change or close it instead."


class ListingKeyReused(BankError):
    code = "exchanges.key_reused"
    words = "This form was already sent with other details. Look at what you posted, then start a new one."
