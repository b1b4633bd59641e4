"""Refusals about orientations."""

from banks.errors import BankError


class NoSeatLeft(BankError):
    code = "orientations.no_seat_left"
    words = "Every seat of this orientation is taken. Please choose another day."
    field = "orientation"


class OrientationPast(BankError):
    code = "orientations.past"
    words = "This orientation has begun already. Please choose another day."
    field = "orientation"


class OrientationCalledOff(BankError):
    code = "orientations.called_off"
    words = "This orientation was called off. Please choose another day."
    field = "orientation"


class OrientedAlready(BankError):
    code = "orientations.oriented_already"
    words = "You attended an orientation already; there is nothing more to sign up for."


class ApplicationEnded(BankError):
    code = "orientations.application_ended"
    words = "This application has ended, so no seat can be taken with it."


class StartsInThePast(BankError):
    code = "orientations.starts_in_the_past"
    words = "This day and time lie in the past. Choose a later one."
    field = "day"


class PlaceMissing(BankError):
    code = "orientations.place_missing"
    words = "Say where people go, or give the address of the online room."
    field = "place"


class FewerSeatsThanTaken(BankError):
    code = "orientations.fewer_seats_than_taken"
    words = "{taken} people have a seat already. Keep at least as many seats."
    field = "seats"


class SeatsMissing(BankError):
    code = "orientations.seats_missing"
    words = "Say how many seats there are, from 1 to 500."
    field = "seats"


class CalledOffAlready(BankError):
    code = "orientations.called_off_already"
    words = "This orientation was called off already."


class HeldAlready(BankError):
    code = "orientations.held_already"
    words = "This orientation has begun already and stays as it is."


class NotBegun(BankError):
    code = "orientations.not_begun"
    words = "Who came is marked on the day, once the orientation has begun."


class WrongWay(BankError):
    code = "orientations.wrong_way"
    words = "Our rules ask for an orientation in person. Choose a place where people meet."
    field = "is_online"


class LeaderUnknown(BankError):
    code = "orientations.leader_unknown"
    words = "Whoever leads the orientation is a current member. Choose somebody from the list."
    field = "led_by"
