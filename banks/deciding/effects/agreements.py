"""The act that only words: an agreement stands on its decision's page, and no machine applies it."""

from datetime import datetime

from pydantic import Field

from governance.acts.registry import EffectBody, Order


class AgreementBody(EffectBody):
    """Words that members keep to themselves; no machine applies them."""

    text: str = Field(min_length=1, max_length=4000)


class AdoptAgreement:
    """An agreement in words: it stands on its decision's page."""

    kind = "adopt_agreement"
    body = AgreementBody

    def check(self, body: AgreementBody, now: datetime) -> None:
        """Words can always be agreed on."""

    def carry_out(self, body: AgreementBody, order: Order) -> dict[str, str]:
        return {}

    def in_words(self, body: AgreementBody) -> str:
        return body.text
