"""DRF's question who may come in: current members of this bank. Services decide the rest.

Whoever holds a power and let the time for their second step pass is refused by name (banks.membership.sign_in_help).
"""

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from banks.membership.sign_in_help.queries import check_second_step
from banks.people.viewing.requests import viewer_or_none
from banks.policies.clock import now

if TYPE_CHECKING:  # DRF's views import this module by name from the settings: importing them back is a circle
    from rest_framework.views import APIView


class IsMember(BasePermission):
    """A token or session of this bank that belongs to a current member."""

    message = "Sign in as a member of this bank."

    def has_permission(self, request: Request, view: "APIView") -> bool:
        inner = request._request
        inner.user = request.user
        viewer = viewer_or_none(inner)
        if viewer is None:
            return False
        check_second_step(viewer, inner.user, now())
        return True
