"""Joining through the API."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from banks.membership.joining.by_hand import take_in_by_hand
from banks.membership.joining.serializers import NewMemberSerializer
from banks.people.members.serializers import MemberSerializer
from banks.people.viewing.requests import require_coordinator
from banks.policies.clock import bank_day, now
from banks.ui.api_pages import parsed


class EnrolApi(APIView):
    """POST a new member. Coordinators."""

    @extend_schema(request=NewMemberSerializer, responses={201: MemberSerializer})
    def post(self, request: Request) -> Response:
        actor, data, moment = require_coordinator(request), parsed(NewMemberSerializer, request), now()
        new = NewMemberSerializer.new_member(data["row"], joined_on=bank_day(moment))
        member = take_in_by_hand(actor=actor, new=new, by_hand=data["by_hand"], now=moment)
        return Response(MemberSerializer(member, context={"viewer": actor}).data, status=status.HTTP_201_CREATED)
