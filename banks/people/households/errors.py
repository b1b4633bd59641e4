"""Refusals about households and about acting for organisations."""

from banks.errors import BankError


class HouseholdNameMissing(BankError):
    code = "households.name_missing"
    words = "Please name the household, for example “Miller, Oak Street”."
    field = "name"


class NobodyInHousehold(BankError):
    code = "households.nobody_in_it"
    words = "A household has at least two people. Tick who lives there."
    field = "members"


class LivesElsewhere(BankError):
    code = "households.lives_elsewhere"
    words = "{name} belongs to another household here. Take them out of that one first."
    field = "members"


class NotAnOrganisation(BankError):
    code = "households.not_an_organisation"
    words = "{name} is a person and speaks for themselves."


class NobodyToAct(BankError):
    code = "households.nobody_to_act"
    words = "{name} cannot act for an organisation at the moment."
    field = "person"


class ActsAlready(BankError):
    code = "households.acts_already"
    words = "{name} acts for this organisation already."
    field = "person"


class ActingEndsEarly(BankError):
    code = "households.acting_ends_early"
    words = "The last day lies before today. Choose a later day, or leave it open."
    field = "ends_on"
