"""The bank's figures through the API."""

from dataclasses import asdict
from datetime import timedelta

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from banks.hours.figures.queries import company_of, figures
from banks.people.viewing.requests import require_viewer
from banks.policies.clock import bank_day, now

YEAR = timedelta(days=365)


class OwnCompanySerializer(serializers.Serializer):
    even_minutes = serializers.IntegerField()
    gathering_minutes = serializers.IntegerField()


class FiguresSerializer(serializers.Serializer):
    """The last year; months and categories as [label, minutes]."""

    members = serializers.IntegerField()
    active_members = serializers.IntegerField()
    exchanges = serializers.IntegerField()
    given_minutes = serializers.IntegerField()
    even_minutes = serializers.IntegerField()
    company_minutes = serializers.IntegerField()
    by_month = serializers.ListField(child=serializers.ListField())
    by_category = serializers.ListField(child=serializers.ListField())
    own = OwnCompanySerializer()


class FiguresApi(APIView):
    """GET the last year's figures, and the viewer's own hours of company."""

    @extend_schema(responses=FiguresSerializer)
    def get(self, request: Request) -> Response:
        viewer, today = require_viewer(request), bank_day(now())
        return Response({**asdict(figures(since=today - YEAR, until=today)), "own": company_of(viewer.member_id)})
