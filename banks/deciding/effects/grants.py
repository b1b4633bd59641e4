"""Acts that allow hours to move: gifts to those who cannot earn (row L15), work at other organisations (row L20)."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field, model_validator

from banks.day_words import in_words
from banks.hours.grants.models import GiftAuthorisation, OutsideAuthorisation
from banks.people.members.queries import current_members
from banks.policies.clock import bank_day
from banks.policies.kinds.credits import DonationPolicy, ExternalPolicy
from banks.policies.queries import policy_in_force
from governance.acts.errors import EffectRefused
from governance.acts.registry import EffectBody, Order
from ledger.hour_words import duration
from ledger.policy import FundsPolicy


class DonationBody(EffectBody):
    """For whom or which fund, how much at most, until when. Nobody's name stands in a notice."""

    recipient_id: UUID | None = None
    fund: str = Field("", max_length=40)
    minutes_most: int = Field(ge=1, le=60_000)
    ends_on: date
    purpose: str = Field(min_length=1, max_length=300)

    @model_validator(mode="after")
    def check_one_recipient(self) -> "DonationBody":
        if (self.recipient_id is None) == (not self.fund):
            raise ValueError("Hours are given to one member or to one fund.")
        return self


class AuthoriseDonation:
    """Members may give hours; each gift is still the giver's own."""

    kind = "authorise_donation"
    body = DonationBody

    def check(self, body: DonationBody, now: datetime) -> None:
        rules = policy_in_force(DonationPolicy, now).value
        if not rules.enabled:
            raise EffectRefused(why="Hours are not given away here.")
        if rules.cap is not None and body.minutes_most > rules.cap:
            raise EffectRefused(why=f"One authorisation covers at most {duration(rules.cap)}.")
        if body.ends_on < bank_day(now):
            raise EffectRefused(why="The last day of giving has passed.")
        if body.recipient_id and not current_members().filter(pk=body.recipient_id).exists():
            raise EffectRefused(why="Whoever was to receive the hours is no member any more.")
        funds = {fund.key for fund in policy_in_force(FundsPolicy, now).value.funds}
        if body.fund and body.fund not in funds:
            raise EffectRefused(why="There is no such fund.")

    def carry_out(self, body: DonationBody, order: Order) -> dict[str, str]:
        made = GiftAuthorisation.objects.create(
            decision_id=order.decision_id, recipient_id=body.recipient_id, fund=body.fund,
            minutes_most=body.minutes_most, ends_on=body.ends_on, purpose=body.purpose, authorised_at=order.now,
        )  # fmt: skip
        return {"gift_authorisation": str(made.pk)}

    def in_words(self, body: DonationBody) -> str:
        whom = f"the fund {body.fund.replace('_', ' ')}" if body.fund else "a member who cannot earn them"
        until = in_words(body.ends_on)
        return f"Members may give up to {duration(body.minutes_most)} to {whom}, until {until}: {body.purpose}"


class OutsideBody(EffectBody):
    """Which organisation, how much for each member in a month, from when until when."""

    organisation: str = Field(min_length=1, max_length=120)
    minutes_a_month: int = Field(ge=1, le=6000)
    begins_on: date
    ends_on: date

    @model_validator(mode="after")
    def check_days(self) -> "OutsideBody":
        if self.ends_on < self.begins_on:
            raise ValueError("The last day comes after the first.")
        return self


class AuthoriseOutsideHours:
    """Work at an organisation that is no member is credited from the bank's own account."""

    kind = "authorise_outside_hours"
    body = OutsideBody

    def check(self, body: OutsideBody, now: datetime) -> None:
        rules = policy_in_force(ExternalPolicy, now).value
        if not rules.enabled:
            raise EffectRefused(why="Work at organisations that are not members is not credited here.")
        if rules.monthly_cap is not None and body.minutes_a_month > rules.monthly_cap:
            raise EffectRefused(why=f"Such work counts up to {duration(rules.monthly_cap)} a month.")
        if body.ends_on < bank_day(now):
            raise EffectRefused(why="The last day has passed.")

    def carry_out(self, body: OutsideBody, order: Order) -> dict[str, str]:
        made = OutsideAuthorisation.objects.create(
            decision_id=order.decision_id, organisation=body.organisation, minutes_a_month=body.minutes_a_month,
            begins_on=body.begins_on, ends_on=body.ends_on, authorised_at=order.now,
        )  # fmt: skip
        return {"outside_authorisation": str(made.pk)}

    def in_words(self, body: OutsideBody) -> str:
        return (
            f"Members who help {body.organisation} from {in_words(body.begins_on)} to {in_words(body.ends_on)} are"
            f" credited up to {duration(body.minutes_a_month)} a month each."
        )
