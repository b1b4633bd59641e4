"""Joining through the API."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from banks.clock import bank_day, now
from banks.joining.services import enrol_member
from banks.members.serializers import MemberSerializer, NewMemberSerializer
from banks.members.services import NewMember
from banks.web.api_pages import parsed
from banks.web.viewing import coordinator


class EnrolApi(APIView):
    """POST a new member. Coordinators."""

    @extend_schema(request=NewMemberSerializer, responses={201: MemberSerializer})
    def post(self, request: Request) -> Response:
        actor, data, moment = coordinator(request), parsed(NewMemberSerializer, request), now()
        key = data.pop("key", None)
        new = NewMember(member_id=key, **{"joined_on": bank_day(moment), **data})
        member = enrol_member(actor=actor, new=new, now=moment)
        return Response(MemberSerializer(member, context={"viewer": actor}).data, status=status.HTTP_201_CREATED)
