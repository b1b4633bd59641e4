"""What the API gives of members: each field only as far as its owner shows it."""

from typing import Any

from rest_framework import serializers

from banks.people.members.models import Member
from banks.people.members.rules import Viewer, may_see_contact


class MemberSerializer(serializers.ModelSerializer):
    """A member as `context["viewer"]` may see them; hidden contact fields are empty.

    `context["listed"]` holds the ids of those whose contact fields others may see at all.
    """

    services = serializers.SerializerMethodField()
    email = serializers.SerializerMethodField()
    phone = serializers.SerializerMethodField()
    street = serializers.SerializerMethodField()

    class Meta:
        model = Member
        fields = ("id", "number", "name", "kind", "town", "about", "email", "phone", "street", "services")
        read_only_fields = fields

    def get_services(self, member: Member) -> list[str]:
        return [str(service) for service in member.services.all()]

    def get_email(self, member: Member) -> str:
        return self._shown(member, member.email, member.shows_email)

    def get_phone(self, member: Member) -> str:
        return self._shown(member, member.phone, member.shows_phone)

    def get_street(self, member: Member) -> str:
        return self._shown(member, member.street, member.shows_street)

    def _shown(self, member: Member, value: str, shows: str) -> str:
        viewer: Viewer = self.context["viewer"]  # no viewer is a programming error, not an open door
        listed = member.pk in self.context.get("listed", ())
        return value if may_see_contact(viewer, subject_id=member.pk, shows=shows, listed=listed) else ""


class MeSerializer(serializers.Serializer):
    """Who you are here, where your account stands, and where the community's own does."""

    member: Any = serializers.UUIDField(source="member_id")
    number = serializers.IntegerField()
    name = serializers.CharField()
    powers = serializers.ListField(child=serializers.CharField())
    balance_minutes = serializers.IntegerField()
    community_minutes = serializers.IntegerField()
