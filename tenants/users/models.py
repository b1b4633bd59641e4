"""The login: who can sign in here. Its person in a bank is banks.members.Member."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from knox.models import AuthToken
from uuid_utils.compat import uuid7

from tenants.context import current_bank_id


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
    session_epoch = models.PositiveIntegerField(
        default=0, db_default=0, help_text="Raised to end every session of this login."
    )

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

    def end_sessions(self) -> None:
        """Sign this login out everywhere, from the very next request: what it may do has changed, or its owner asks.

        Every session carries the hash below, so raising the epoch ends all of them at once, also
        those in copied tables; programs' tokens are deleted (they live in banks only).
        """
        with transaction.atomic():
            User.objects.filter(pk=self.pk).update(session_epoch=models.F("session_epoch") + 1)
            if current_bank_id() is not None:
                AuthToken.objects.filter(user=self).delete()
        self.refresh_from_db(fields=["session_epoch"])

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """What a session must carry to count: of the password, as Django's own, and of the epoch."""
        salt = "tenants.users.models.User.get_session_auth_hash"
        return salted_hmac(salt, f"{self.session_epoch}:{self.password}", secret=secret, algorithm="sha256").hexdigest()
