"""The two things every API view does: parse what came, and give a page of what is there."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer


def parsed(serializer: type[BaseSerializer], request: Request) -> dict[str, Any]:
    """Validated data, or DRF's validation error naming the fields."""
    given = serializer(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def page_of(rows: "QuerySet[Any]", request: Request, serializer: type[BaseSerializer], **context: Any) -> Response:
    """One page of rows: {count, next, previous, results}; `context` is for the serializer."""
    pages = LimitOffsetPagination()
    page = pages.paginate_queryset(rows, request)
    return pages.get_paginated_response(serializer(page, many=True, context=context).data)
