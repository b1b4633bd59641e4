"""What the API takes of somebody who joins: their own row, and what the bank's rules ask for."""

from typing import Any

from rest_framework import serializers

from banks.membership.joining.by_hand import ByHand, Guardian
from banks.people.members.models import Member
from banks.people.members.services import NewMember


class GuardianSerializer(serializers.Serializer):
    """Who answers for a minor."""

    name = serializers.CharField(max_length=120)
    relation = serializers.CharField(max_length=60)
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    is_of_age = serializers.BooleanField(required=False, default=False)


class NewMemberSerializer(serializers.Serializer):
    """Only the name is required. A waiver is one signed on paper: its version, and the day beside the name."""

    key = serializers.UUIDField(required=False)
    name = serializers.CharField(max_length=120, allow_blank=True)
    joined_on = serializers.DateField(required=False)
    email = serializers.EmailField(required=False, allow_blank=True, default="")
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    street = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    postal_code = serializers.CharField(max_length=12, required=False, allow_blank=True, default="")
    town = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    kind = serializers.ChoiceField(choices=Member.Kind.choices, required=False, default=Member.Kind.PERSON)
    recruited_by = serializers.UUIDField(required=False, allow_null=True, default=None)
    oriented_on = serializers.DateField(required=False, allow_null=True, default=None)
    birth_date = serializers.DateField(required=False, allow_null=True, default=None, write_only=True)
    guardian = GuardianSerializer(required=False, write_only=True)
    waiver_version = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    waiver_signed_on = serializers.DateField(required=False, allow_null=True, default=None)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Parted into what stands on the member's row and what is known beside it."""
        beside = {name: attrs.pop(name) for name in ("birth_date", "waiver_version", "waiver_signed_on")}
        guardian = Guardian(**attrs.pop("guardian", {}))
        return {"row": attrs, "by_hand": ByHand(guardian=guardian, **beside)}

    @staticmethod
    def new_member(row: dict[str, Any], **defaults: Any) -> NewMember:
        """The member's row; the key is the id."""
        given = {**defaults, **row}
        return NewMember(member_id=given.pop("key", None), **given)
