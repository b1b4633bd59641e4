"""Leadership hours through the API."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from uuid_utils.compat import uuid7

from banks.hours.credits.serializers import CreditSerializer, LeadershipSerializer
from banks.hours.credits.services import credit_leadership
from banks.people.viewing.requests import require_viewer
from banks.policies.clock import now
from banks.ui.api_pages import parsed


class LeadershipApi(APIView):
    """POST hours served in a leadership role; who may is the bank's rule."""

    @extend_schema(request=LeadershipSerializer, responses={201: CreditSerializer})
    def post(self, request: Request) -> Response:
        data = parsed(LeadershipSerializer, request)
        credit = credit_leadership(
            actor=require_viewer(request),
            key=data.get("key") or uuid7(),
            member_id=data["member"],
            role=data["role"],
            minutes=data["minutes"],
            service_date=data["service_date"],
            now=now(),
        )
        return Response(CreditSerializer(credit).data, status=status.HTTP_201_CREATED)
