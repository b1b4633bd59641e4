"""Members through the API."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from banks.membership.leaving.services import end_membership
from banks.people.members.queries import current_members, find_members, listed_members
from banks.people.members.serializers import MemberSerializer
from banks.people.members.view_limit import count_view
from banks.people.viewing.requests import require_coordinator, require_onlooker
from banks.policies.clock import bank_day, now
from banks.ui.api_pages import page_of


class DirectoryApi(APIView):
    """GET the directory: ?q= finds by name, service, town. Coordinators find everybody, listed or not."""

    @extend_schema(responses=MemberSerializer(many=True))
    def get(self, request: Request) -> Response:
        viewer, at = require_onlooker(request), now()
        count_view(viewer, now=at)
        listed = listed_members(on=bank_day(at))
        found = find_members(
            current_members() if viewer.is_coordinator else listed,
            text=request.query_params.get("q", ""),
            town=request.query_params.get("town", ""),
        )
        shown = set(listed.values_list("pk", flat=True))
        return page_of(found, request, MemberSerializer, viewer=viewer, listed=shown)


class EndMembershipApi(APIView):
    """POST: a member leaves today. Coordinators."""

    @extend_schema(request=None, responses=MemberSerializer)
    def post(self, request: Request, member_id: UUID) -> Response:
        actor = require_coordinator(request)
        member = end_membership(actor=actor, member_id=member_id, now=now())
        return Response(MemberSerializer(member, context={"viewer": actor}).data)
