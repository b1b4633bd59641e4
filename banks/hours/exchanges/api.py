"""Exchanges through the API: the same services as the pages."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from uuid_utils.compat import uuid7

from banks.hours.exchanges.models import Exchange
from banks.hours.exchanges.queries import exchange_seen_by, exchanges_seen_by
from banks.hours.exchanges.rules import Part
from banks.hours.exchanges.serializers import AnswerSerializer, ExchangeSerializer, ReportSerializer, UndoSerializer
from banks.hours.exchanges.services import Report, answer_held, record_exchange, undo_exchange
from banks.people.members.rules import Viewer
from banks.people.viewing.requests import require_recorder, require_viewer
from banks.policies.clock import now
from banks.ui.api_pages import page_of, parsed


class ExchangeListApi(APIView):
    """GET the exchanges you may see; POST a report of hours."""

    @extend_schema(responses=ExchangeSerializer(many=True))
    def get(self, request: Request) -> Response:
        viewer = require_viewer(request)
        return page_of(exchanges_seen_by(viewer), request, ExchangeSerializer, viewer=viewer)

    @extend_schema(request=ReportSerializer, responses={200: ExchangeSerializer, 201: ExchangeSerializer})
    def post(self, request: Request) -> Response:
        actor = require_recorder(request)
        data = parsed(ReportSerializer, request)
        result = record_exchange(
            actor=actor,
            report=report_from(data),
            channel=Exchange.Channel.PHONE if data["by_phone"] else Exchange.Channel.API,
            now=now(),
        )
        code = status.HTTP_201_CREATED if result.created else status.HTTP_200_OK
        body = {**_seen(actor, result.exchange.pk), "beyond_soft_limit": list(result.warnings)}
        return Response(body, status=code, headers={} if result.created else {"Idempotency-Replayed": "true"})


class ExchangeApi(APIView):
    """GET one exchange."""

    @extend_schema(responses=ExchangeSerializer)
    def get(self, request: Request, exchange_id: UUID) -> Response:
        return Response(_seen(require_viewer(request), exchange_id))


class UndoApi(APIView):
    """POST a reason: the exchange is undone by a new journal entry."""

    @extend_schema(request=UndoSerializer, responses=ExchangeSerializer)
    def post(self, request: Request, exchange_id: UUID) -> Response:
        data = parsed(UndoSerializer, request)
        undo_exchange(actor=require_viewer(request), exchange_id=exchange_id, reason=data["reason"], now=now())
        return Response(_seen(require_viewer(request), exchange_id))


class AnswerApi(APIView):
    """POST whether a held report is another exchange."""

    @extend_schema(request=AnswerSerializer, responses=ExchangeSerializer)
    def post(self, request: Request, exchange_id: UUID) -> Response:
        data = parsed(AnswerSerializer, request)
        answer_held(actor=require_viewer(request), exchange_id=exchange_id, is_another=data["is_another"], now=now())
        return Response(_seen(require_viewer(request), exchange_id))


def _seen(viewer: Viewer, exchange_id: UUID) -> dict[str, Any]:
    """One exchange as somebody reads it."""
    return dict(ExchangeSerializer(exchange_seen_by(viewer, exchange_id), context={"viewer": viewer}).data)


def report_from(data: dict[str, Any]) -> Report:
    """A report from validated API data."""
    return Report(
        key=data.get("key") or uuid7(),
        providers=[Part(p["member"], p["minutes"], p["travel_minutes"]) for p in data["providers"]],
        receivers=data["receivers"],
        service_id=data["service"],
        service_date=data["service_date"],
        note=data["note"],
        costs_note=data["costs_note"],
        occasion=data["occasion"],
        late_reason=data["late_reason"],
        separate=data["separate"],
    )
