"""The act that lets somebody from beyond the area join (row L7)."""

from datetime import datetime
from uuid import UUID

from banks.membership.admission.services import admit_beyond_area
from banks.membership.applications.queries import application_by_id
from governance.acts.errors import EffectRefused
from governance.acts.registry import EffectBody, Order


class AdmissionBody(EffectBody):
    """An applicant from beyond the area. Nobody's name stands in a notice."""

    application_id: UUID


class AdmitBeyondArea:
    """The members let somebody from further away join (row L7); what else the application waits for stays."""

    kind = "admit_beyond_area"
    body = AdmissionBody

    def check(self, body: AdmissionBody, now: datetime) -> None:
        application = application_by_id(body.application_id)
        if application.state != "sent" or application.inside_area is not False:
            raise EffectRefused(why="This application no longer waits for a decision about the distance.")
        if application.area_decision_id is not None:
            raise EffectRefused(why="It has been decided already that this applicant may join.")

    def carry_out(self, body: AdmissionBody, order: Order) -> dict[str, str]:
        admit_beyond_area(application_id=body.application_id, decision_id=order.decision_id, now=order.now)
        return {"application": str(body.application_id)}

    def in_words(self, body: AdmissionBody) -> str:
        miles = application_by_id(body.application_id).distance_miles
        return f"Somebody who lives {miles} miles from our centre may become a member."
