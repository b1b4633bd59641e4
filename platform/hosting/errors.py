"""Turns refusals into answers of pages and API: one table from error code to HTTP status.

Every refusal of ours has `code`, `sentence` and `data`. A code that is not in the
table gets status 422. Where a viewer may not know that something exists, the status
is 404, never 403.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import exception_handler

from banks.errors import BankError
from governance.errors import GovernanceError
from ledger.errors import LedgerError
from tenants.errors import TenantError

REFUSALS = (BankError, LedgerError, GovernanceError, TenantError)

STATUS: dict[str, int] = {
    "banks.not_found": 404,
    "banks.not_allowed": 403,
    "banks.not_a_member": 403,
    "members.too_many_looks": 429,
    "ledger.key_reused": 409,
    "ledger.already_reversed": 409,
    "exchanges.key_reused": 409,
    "policies.changed_meanwhile": 409,
    "exchanges.already_undone": 409,
    "policies.not_allowed": 403,
    "policies.unknown_kind": 404,
    "governance.no_such_meeting": 404,
    "governance.no_such_proposal": 404,
    "governance.no_such_ballot": 404,
    "governance.no_such_decision": 404,
    "governance.not_on_the_roll": 403,
    "governance.stepped_aside": 403,
    "governance.ballot_closed": 409,
    "governance.ballot_still_open": 409,
    "governance.meeting_over": 409,
    "governance.meeting_not_open": 409,
    "governance.minutes_accepted": 409,
    "governance.noticed_already": 409,
    "governance.proposal_closed": 409,
    "governance.question_decided": 409,
    "governance.question_open_already": 409,
    "governance.voted_already": 409,
    "governance.withdrawal_too_late": 409,
    "circles.no_such_circle": 404,
    "circles.no_such_task": 404,
    "circles.task_not_yours": 403,
    "circles.task_needs_role": 403,
    "circles.not_in": 409,
    "circles.no_such_role": 404,
    "circles.no_such_term": 404,
    "circles.has_people": 409,
    "circles.already_in": 409,
    "circles.link_received": 409,
    "circles.not_oneself": 403,
    "circles.link_required": 409,
    "rounds.no_such_round": 404,
    "rounds.not_of_the_circle": 403,
    "rounds.not_leading": 403,
    "rounds.not_by_consent": 409,
    "rounds.not_asked": 403,
    "rounds.about_oneself": 403,
    "rounds.not_your_answer": 403,
    "rounds.not_your_objection": 403,
    "rounds.asked_already": 409,
    "rounds.closed": 409,
    "rounds.lapsed": 409,
    "rounds.not_yet_asked": 409,
    "rounds.answer_in_meeting": 409,
    "rounds.nominee_is_last": 409,
    "rounds.objection_stands": 409,
    "rounds.never_consented": 409,
    "selections.no_such_selection": 404,
    "selections.not_selecting": 403,
    "selections.running": 409,
    "selections.over": 409,
    "selections.not_this_stage": 409,
    "selections.nominated_already": 409,
    "stewardship.in_care": 403,
    "stewardship.not_named": 403,
    "stewardship.not_all_accepted": 409,
    "applications.too_often": 429,
    "vault.seal_broken": 500,
    "vault.seal_key_unknown": 500,
    "vault.nothing_to_seal_with": 500,
    "signin.second_step_missing": 403,
    "signin.not_for_oneself": 403,
    "users.second_step_asked": 401,
    "leaving.link_unknown": 404,
    "leaving.link_too_old": 410,
    "leaving.copies_used_up": 429,
    "proposals.not_allowed": 403,
    "proposals.not_the_author": 403,
    "proposals.decided_by_vote": 409,
    "gifts.not_allowed": 403,
    "gifts.not_authorised": 403,
    "outside.not_credited": 403,
    "outside.not_for_others": 403,
    "publications.not_published": 404,
    "publications.published_already": 409,
    "publications.taken_back": 409,
    "publications.too_late": 409,
    "publications.day_has_come": 409,
    "tenants.bank_unknown": 404,
    "tenants.bank_not_open": 503,
    "tenants.wrong_bank": 404,
    "tenants.state_refused": 409,
}
DEFAULT_STATUS = 422
# Refusals with a page of their own. A page that a viewer may not know of looks like one that does not exist.
PAGES = {"banks.not_found": "404.html", "members.too_many_looks": "429.html"}


def is_refusal(exception: BaseException) -> bool:
    return isinstance(exception, REFUSALS)


def status_of(exception: Any) -> int:
    return STATUS.get(exception.code, DEFAULT_STATUS)


def answer_page(request: HttpRequest, exception: Any) -> HttpResponse:
    """A refusal as a page, with its sentence and a link back."""
    status = status_of(exception)
    page = PAGES.get(exception.code, "refused.html")
    return render(request, page, {"sentence": exception.sentence, "code": exception.code}, status=status)


def answer_api(exception: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: gives refusals and DRF's own errors the same body.

    {"code": str, "sentence": str, "data": object, "fields": {name: [sentences]}}
    """
    if is_refusal(exception):
        refusal: Any = exception
        body = {
            "code": refusal.code,
            "sentence": refusal.sentence,
            "data": _json_values(refusal.data),
            "fields": {},
        }
        if field := getattr(refusal, "field", None):
            body["fields"] = {field: [refusal.sentence]}
        return Response(body, status=status_of(refusal))
    response = exception_handler(exception, context)
    if response is not None:
        response.data = _error_body(exception, response.data)
    return response


def _error_body(exception: Exception, detail: Any) -> dict[str, Any]:
    if isinstance(detail, dict) and "detail" not in detail:
        return {
            "code": "request.invalid",
            "sentence": "Some of what was sent could not be understood.",
            "data": {},
            "fields": detail,
        }
    code = exception.default_code if isinstance(exception, APIException) else "refused"
    sentence = detail["detail"] if isinstance(detail, dict) else detail
    return {"code": f"request.{code}", "sentence": str(sentence), "data": {}, "fields": {}}


def _json_values(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value if isinstance(value, int | bool | None) else str(value) for key, value in data.items()}
