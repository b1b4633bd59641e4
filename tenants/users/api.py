"""Sign-in for programs: member number (or mail address) and password for a token of this bank; knox stores its hash.

Members with a second step also send a one-time code or a recovery code.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth.models import update_last_login
from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema
from knox.models import AuthToken
from rest_framework import serializers, status
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tenants.users.errors import SecondStepRequired
from tenants.users.forms import SecondStepForm


class SignInSerializer(serializers.Serializer):
    login = serializers.CharField(max_length=254)
    password = serializers.CharField(max_length=200, trim_whitespace=False)
    code = serializers.CharField(
        max_length=20, required=False, allow_blank=True, help_text="Where a second step was set up."
    )


class TokenSerializer(serializers.Serializer):
    token = serializers.CharField()


class SignInApi(APIView):
    """POST login and password, get a token. allauth's own limits on failed sign-ins hold here too."""

    permission_classes = (AllowAny,)
    authentication_classes = ()

    @extend_schema(request=SignInSerializer, responses={201: TokenSerializer})
    def post(self, request: Request) -> Response:
        serializer = SignInSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        data = serializer.validated_data
        login: str = data["login"]
        credentials: dict[str, Any] = {"password": data["password"]}
        credentials["email" if "@" in login else "username"] = login
        try:
            # allauth's adapter, not Django's `authenticate`: it counts failed sign-ins and limits them.
            user = get_adapter().authenticate(request._request, **credentials)
        except ValidationError as error:
            raise AuthenticationFailed(error.messages[0]) from None
        if user is None or not user.is_active:
            raise AuthenticationFailed("This number or address and password do not belong together.")
        if user.has_second_step and not SecondStepForm(user=user, data=data).is_valid():
            raise SecondStepRequired
        update_last_login(type(user), user)  # Django does this only for sign-ins with a session
        _, token = AuthToken.objects.create(user)
        return Response({"token": token}, status=status.HTTP_201_CREATED)
