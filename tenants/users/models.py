"""Logins. In a bank a login belongs to a banks.people.members.Member.

`banks` does not import tenants, so the methods it needs are on the login itself: ending sessions, the second step,
and the codes that coordinators hand over to members who cannot sign in.
"""

from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from knox.models import AuthToken
from uuid_utils.compat import uuid7

from tenants.context import current_bank_id
from tenants.users.codes import hash_of, matches_hash, new_code

TRIES = 5


class UserManager(BaseUserManager["User"]):
    def create_user(self, sign_in_name: str, *, email: str = "", password: str | None = None, **extra: Any) -> "User":
        user = self.model(sign_in_name=sign_in_name, email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(sign_in_name__iexact=username)


class User(AbstractBaseUser):
    """A login. `sign_in_name` is the member number (or an operator's name); the mail address may be empty."""

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
        """End every session and token of this login, effective with the next request.

        Callers end them when the login's rights change, or when its owner asks.
        """
        with transaction.atomic():
            # Every session carries a hash of the epoch: raising it ends all of them, also those in copied tables.
            User.objects.filter(pk=self.pk).update(session_epoch=models.F("session_epoch") + 1)
            # Tokens have their table in banks only.
            if current_bank_id() is not None:
                AuthToken.objects.filter(user=self).delete()
        self.refresh_from_db(fields=["session_epoch"])

    @property
    def has_second_step(self) -> bool:
        """Whether the login has a passkey or an app for one-time codes."""
        # Recovery codes alone are no second step: they come with one.
        return self._authenticators().exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def forget_second_step(self) -> None:
        """Delete passkeys, one-time codes and recovery codes of a member who has lost them."""
        self._authenticators().delete()

    def forget(self) -> None:
        """Erase mail address, password, second step and codes, and deactivate the login; its number stays."""
        self.end_sessions()
        self.forget_second_step()
        self.handover_codes.all().delete()
        EmailAddress.objects.filter(user_id=self.pk).delete()
        self.email, self.last_login, self.is_active = "", None, False
        self.set_unusable_password()
        self.save(update_fields=["email", "last_login", "is_active", "password"])

    def hand_over_code(
        self, *, how: str, recognised: str, made_by: UUID, now: datetime, frees_second_step: bool = False
    ) -> str:
        """Create a code for a member to sign in with, and end earlier ones. Returns the code, which is not stored."""
        code = new_code()
        with transaction.atomic():
            # Locked, so that of two helpers at once the later one ends the earlier one's code.
            User.objects.select_for_update().get(pk=self.pk)
            self.handover_codes.filter(used_at=None, ended_at=None).update(ended_at=now)
            HandoverCode.objects.create(
                user=self,
                code_hash=hash_of(code, bank_id=current_bank_id(), user_id=self.pk),
                made_by=made_by,
                how=how,
                recognised=recognised,
                frees_second_step=frees_second_step,
                made_at=now,
                expires_at=now + HandoverCode.LASTS[how],
            )
        return code

    def _authenticators(self) -> "models.QuerySet[Authenticator]":
        return Authenticator.objects.filter(user_id=self.pk)

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """The hash that a session must carry: of the password, as in Django, and of the epoch."""
        salt = "tenants.users.models.User.get_session_auth_hash"
        return salted_hmac(salt, f"{self.session_epoch}:{self.password}", secret=secret, algorithm="sha256").hexdigest()


class HandoverCode(models.Model):
    """A code that a coordinator hands over to a member who cannot sign in, and the record of it.

    We store a keyed hash, not the code. `made_by` is the coordinator, who recognised the member.
    """

    class How(models.TextChoices):
        PHONE = "phone", "Read out on the telephone"
        PAPER = "paper", "Printed and handed over"

    class Recognised(models.TextChoices):
        CALLED_BACK = "called_back", "Called back on the number on record"
        IN_PERSON = "in_person", "Came in person"

    LASTS: ClassVar[dict[str, timedelta]] = {How.PHONE: timedelta(minutes=10), How.PAPER: timedelta(days=7)}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="handover_codes")
    code_hash = models.CharField(max_length=64)
    # A bare id: this app lies above the bank's members and has no foreign key to them.
    made_by = models.UUIDField(help_text="Id of the member who handed it over.")
    how = models.CharField(max_length=5, choices=How.choices)
    recognised = models.CharField(max_length=11, choices=Recognised.choices)
    frees_second_step = models.BooleanField(default=False, help_text="The member has lost their second step, too.")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField(default=TRIES)
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(used_at=None, ended_at=None), name="handover_code_one_at_a_time"
            ),
            models.CheckConstraint(condition=models.Q(tries_left__lte=TRIES), name="handover_code_few_tries"),
        ]

    def __str__(self) -> str:
        return f"{self.get_how_display()}, {self.made_at:%Y-%m-%d}"

    def matches(self, typed: str) -> bool:
        """Whether a person typed this code."""
        return matches_hash(typed, self.code_hash, bank_id=current_bank_id(), user_id=self.user_id)

    def is_usable(self, *, now: datetime) -> bool:
        """Whether this code still renews a sign-in."""
        return self.used_at is None and self.ended_at is None and now < self.expires_at and self.tries_left > 0
