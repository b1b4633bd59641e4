"""Events through the API."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from uuid_utils.compat import uuid7

from banks.hours.events.queries import event_by_id, events
from banks.hours.events.rules import Present
from banks.hours.events.serializers import AttendanceListSerializer, EventSerializer
from banks.hours.events.services import AttendanceList, record_event, undo_event
from banks.hours.exchanges.serializers import UndoSerializer
from banks.people.viewing.requests import require_coordinator
from banks.policies.clock import now
from banks.ui.api_pages import page_of, parsed


class EventListApi(APIView):
    """GET events with their attendance, POST an attendance list. Coordinators."""

    @extend_schema(responses=EventSerializer(many=True))
    def get(self, request: Request) -> Response:
        require_coordinator(request)
        return page_of(events().prefetch_related("attendances__member"), request, EventSerializer)

    @extend_schema(request=AttendanceListSerializer, responses={200: EventSerializer, 201: EventSerializer})
    def post(self, request: Request) -> Response:
        data = parsed(AttendanceListSerializer, request)
        people = [Present(p["member"], p["early_minutes"], p["late_minutes"], p["hosted"]) for p in data["attendances"]]
        event, created = record_event(
            actor=require_coordinator(request),
            attendance=AttendanceList(
                key=data.get("key") or uuid7(),
                kind=data["kind"],
                title=data["title"],
                held_on=data["held_on"],
                minutes=data["minutes"],
                people=people,
                supervised_by=data["supervised_by"],
            ),
            now=now(),
        )
        code = status.HTTP_201_CREATED if created else status.HTTP_200_OK
        return Response(EventSerializer(event_by_id(event.pk)).data, status=code)


class EventUndoApi(APIView):
    """POST a reason: the event's credits are reversed."""

    @extend_schema(request=UndoSerializer, responses=EventSerializer)
    def post(self, request: Request, event_id: UUID) -> Response:
        data = parsed(UndoSerializer, request)
        undo_event(actor=require_coordinator(request), event_id=event_id, reason=data["reason"], now=now())
        return Response(EventSerializer(event_by_id(event_id)).data)
