"""The login: who can sign in here. Its person in a bank is banks.members.Member."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7


class UserManager(BaseUserManager["User"]):
    def create_user(self, sign_in_name: str, *, email: str = "", password: str | None = None, **extra: Any) -> "User":
        user = self.model(sign_in_name=sign_in_name, email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(sign_in_name__iexact=username)


class User(AbstractBaseUser):
    """A login. `sign_in_name` is the member number (or an operator's name); mail may be absent."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sign_in_name = models.CharField(max_length=60, unique=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False, help_text="Runs the platform; only in the public schema.")
    made_at = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "sign_in_name"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = []

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                models.functions.Lower("email"), condition=~models.Q(email=""), name="user_email_once"
            ),
        ]

    def __str__(self) -> str:
        return self.sign_in_name
