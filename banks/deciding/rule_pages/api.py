"""The policy book for programs, under /api/v1/policies/: the same services and refusals as the pages."""

from typing import Any

from drf_spectacular.utils import extend_schema
from pydantic import BaseModel
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from banks.deciding.proposals.errors import RuleDecidedByVote
from banks.deciding.proposals.queries import deciding_rule
from banks.deciding.rule_pages.serializers import AdoptionSerializer, VersionSerializer
from banks.people.members.rules import Viewer
from banks.people.viewing.requests import require_viewer
from banks.policies.clock import now
from banks.policies.guidelines import lines_of
from banks.policies.kinds import HoursPolicy
from banks.policies.queries import InForce, all_in_force, history, policy_in_force
from banks.policies.rules import check_may_adopt, may_adopt
from banks.policies.services import adopt_policy
from banks.policies.values import body_of, kind_called, kind_name, kind_title, value_from


def version_body(version: InForce[BaseModel], hours: HoursPolicy, viewer: Viewer) -> dict[str, Any]:
    """A version as the API sends it; who adopted it is for those who see people."""
    kind_class = type(version.value)
    return {
        "kind": kind_name(kind_class),
        "title": kind_title(kind_class),
        "counts_from": kind_class.counts_from,  # type: ignore[attr-defined]
        "version_id": version.version_id,
        "number": version.number,
        "effective_at": version.effective_at,
        "adopted_at": version.adopted_at,
        "adopted_by": version.adopted_by if viewer.sees_people else None,
        "decision_id": version.decision_id,
        "charter": version.charter,
        "reason": version.reason,
        "value": body_of(version.value),
        "keys": [
            {
                "key": line.facts.name,
                "title": line.facts.title,
                "sentence": line.sentence,
                "unit": line.facts.unit,
                "source": line.facts.source,
                "needs": line.facts.needs,
                "applies": line.facts.applies,
            }
            for line in lines_of(version.value, hours)
        ],
    }


class PolicyBookView(APIView):
    """Every kind in force now."""

    @extend_schema(operation_id="policies_list", responses=VersionSerializer(many=True))
    def get(self, request: Request) -> Response:
        book = all_in_force(now())
        hours, viewer = book.value(HoursPolicy), require_viewer(request)
        return Response(VersionSerializer([version_body(one, hours, viewer) for one in book.all()], many=True).data)


class PolicyView(APIView):
    """One kind: read the version in force, adopt the next."""

    @extend_schema(operation_id="policies_retrieve", responses=VersionSerializer)
    def get(self, request: Request, kind: str) -> Response:
        at = now()
        version = policy_in_force(kind_called(kind), at)
        return Response(_sent(version, require_viewer(request)))

    @extend_schema(operation_id="policies_adopt", request=AdoptionSerializer, responses={201: VersionSerializer})
    def post(self, request: Request, kind: str) -> Response:
        actor, at = require_viewer(request._request), now()
        check_may_adopt(may_adopt(actor))
        rule = deciding_rule(kind_called(kind), at)
        if rule is not None:
            raise RuleDecidedByVote(title=kind_title(kind_called(kind)), words=rule.in_words())
        sent = AdoptionSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        adoption = sent.validated_data
        adopted = adopt_policy(
            value=value_from(kind, adoption["value"]),
            effective_at=adoption.get("effective_at") or at,
            actor_id=actor.member_id,
            reason=adoption["reason"],
            now=at,
            may_adopt=may_adopt(actor),
            instead_of=adoption.get("instead_of"),
        )
        return Response(_sent(adopted, actor), status=status.HTTP_201_CREATED)


class PolicyHistoryView(APIView):
    """Every version of a kind, the newest first."""

    @extend_schema(operation_id="policies_history", responses=VersionSerializer(many=True))
    def get(self, request: Request, kind: str) -> Response:
        hours = policy_in_force(HoursPolicy, now()).value
        versions = [version_body(version, hours, require_viewer(request)) for version in history(kind)]
        return Response(VersionSerializer(versions, many=True).data)


def _sent(version: InForce[BaseModel], viewer: Viewer) -> dict[str, Any]:
    hours = policy_in_force(HoursPolicy, now()).value
    sent: dict[str, Any] = VersionSerializer(version_body(version, hours, viewer)).data
    return sent
