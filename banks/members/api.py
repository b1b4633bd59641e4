"""Members through the API."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from banks.members.queries import find_members
from banks.members.serializers import MemberSerializer
from banks.web.api_pages import page_of
from banks.web.viewing import viewer


class DirectoryApi(APIView):
    """GET the directory: ?q= finds by name, service, town."""

    @extend_schema(responses=MemberSerializer(many=True))
    def get(self, request: Request) -> Response:
        looking = viewer(request)
        found = find_members(text=request.query_params.get("q", ""), town=request.query_params.get("town", ""))
        return page_of(found, request, MemberSerializer, viewer=looking)
