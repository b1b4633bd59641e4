"""Services through the API."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from banks.listings.queries import services_on_offer
from banks.listings.serializers import ServiceSerializer
from banks.web.api_pages import page_of


class ServiceListApi(APIView):
    """GET the bank's categories and services."""

    @extend_schema(responses=ServiceSerializer(many=True))
    def get(self, request: Request) -> Response:
        return page_of(services_on_offer(), request, ServiceSerializer)
