"""Who you are, and your statement, through the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from banks.hours.statement.queries import rows_of
from banks.hours.statement.rules import whose_statement
from banks.hours.statement.serializers import StatementQuery, StatementSerializer
from banks.people.members.queries import member_by_id
from banks.people.members.serializers import MeSerializer
from banks.people.viewing.requests import require_viewer
from banks.policies.clock import now
from ledger.accounts import account_with_key
from ledger.policy import COMMUNITY
from ledger.statements import Narrowing, balance_of


class MeApi(APIView):
    """GET the member behind the token: name, number, powers, balance."""

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        viewer = require_viewer(request)
        body = {
            "member_id": viewer.member_id,
            "number": viewer.number,
            "name": viewer.name,
            "powers": sorted(viewer.powers),
            "balance_minutes": balance_of(viewer.account_id),
            "community_minutes": account_with_key(COMMUNITY).balance_minutes,
        }
        return Response(MeSerializer(body).data)


class StatementApi(APIView):
    """GET a page of a statement: your own; coordinators say ?member=."""

    @extend_schema(parameters=[StatementQuery], responses=StatementSerializer)
    def get(self, request: Request) -> Response:
        asked = StatementQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        given: dict[str, Any] = asked.validated_data
        viewer = require_viewer(request)
        member = member_by_id(whose_statement(viewer, given.get("member")))
        found = rows_of(
            member.pk,
            member.account_id,
            viewer=viewer,
            now=now(),
            older_than=given.get("older_than"),
            narrowing=Narrowing(first=given.get("first"), last=given.get("last"), side=given.get("side")),
        )
        body = {
            "balance_minutes": balance_of(member.account_id),
            "results": found.rows,
            "older_than": found.older_than,
        }
        return Response(StatementSerializer(body).data)
