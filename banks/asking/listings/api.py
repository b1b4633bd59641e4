"""Services, offers and requests through the API."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from banks.asking.listings.queries import Wanted, find_listings, listing_by_id
from banks.asking.listings.serializers import (
    ListingSerializer,
    NewListingSerializer,
    ServiceSerializer,
    WantedSerializer,
)
from banks.asking.listings.services import Draft, post_listing
from banks.asking.listings.viewing import listing_viewer, onlooker
from banks.hours.catalogue.queries import services_on_offer
from banks.policies.clock import now
from banks.ui.api_pages import page_of, parsed


class ServiceListApi(APIView):
    """GET the bank's categories and services."""

    @extend_schema(responses=ServiceSerializer(many=True))
    def get(self, request: Request) -> Response:
        return page_of(services_on_offer(), request, ServiceSerializer)


class ListingListApi(APIView):
    """GET offers and requests, nearest first from your own place; POST one."""

    @extend_schema(parameters=[WantedSerializer], responses=ListingSerializer(many=True))
    def get(self, request: Request) -> Response:
        eye = listing_viewer(onlooker(request))
        query = WantedSerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        wanted = Wanted(asked["q"], asked["kind"], asked["service"], asked["town"], asked["sort"])
        return page_of(find_listings(wanted, on=eye.today, near=eye.near), request, ListingSerializer, eye=eye)

    @extend_schema(request=NewListingSerializer, responses={200: ListingSerializer, 201: ListingSerializer})
    def post(self, request: Request) -> Response:
        viewer = onlooker(request)
        data = parsed(NewListingSerializer, request)
        draft = Draft(data["kind"], data["service"], data["title"], data["details"], data["ends_on"])
        posted = post_listing(actor=viewer, draft=draft, now=now(), key=data.get("key"), member_id=data["member"])
        code = status.HTTP_201_CREATED if posted.created else status.HTTP_200_OK
        shown = ListingSerializer(listing_by_id(posted.listing.pk), context={"eye": listing_viewer(viewer)})
        return Response(shown.data, status=code)
