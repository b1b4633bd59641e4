"""What the API takes and gives for services, offers and requests."""

from typing import Any

from rest_framework import serializers

from banks.asking.listings.models import Listing
from banks.asking.listings.presenters import HELD_WORDS, ListingViewer
from banks.asking.listings.rules import HELD
from banks.hours.catalogue.models import Service
from banks.people.members.nearness import distance_to


class ServiceSerializer(serializers.ModelSerializer):
    category = serializers.CharField(source="category.name", read_only=True)

    class Meta:
        model = Service
        fields = ("id", "category", "name")
        read_only_fields = fields


class ListingSerializer(serializers.ModelSerializer):
    """A listing as `context["eye"]` sees it; miles and minutes are null where a place is not known."""

    service: Any = serializers.CharField(source="service.name")
    category = serializers.CharField(source="service.category.name")
    member: Any = serializers.UUIDField(source="member_id")
    name = serializers.CharField(source="member.name")
    town = serializers.CharField(source="member.town")
    distance_miles = serializers.SerializerMethodField()
    driving_minutes = serializers.SerializerMethodField()
    sentence = serializers.SerializerMethodField()

    class Meta:
        model = Listing
        fields = ("id", "kind", "title", "details", "service", "category", "member", "name", "town", "state",
                  "made_at", "ends_on", "distance_miles", "driving_minutes", "sentence")  # fmt: skip
        read_only_fields = fields

    def get_distance_miles(self, listing: Listing) -> float | None:
        measured = distance_to(listing.member, self._eye.near)
        return float(measured.miles) if measured else None

    def get_driving_minutes(self, listing: Listing) -> int | None:
        measured = distance_to(listing.member, self._eye.near)
        return measured.driving_minutes if measured else None

    def get_sentence(self, listing: Listing) -> str:
        """Why others do not see it yet; empty where they do."""
        return HELD_WORDS if listing.state == HELD else ""

    @property
    def _eye(self) -> ListingViewer:
        eye: ListingViewer = self.context["eye"]
        return eye


class NewListingSerializer(serializers.Serializer):
    key = serializers.UUIDField(required=False)
    member = serializers.UUIDField(required=False, allow_null=True, default=None)
    kind = serializers.ChoiceField(choices=Listing.Kind.choices)
    service = serializers.UUIDField()
    title = serializers.CharField(max_length=100, allow_blank=True)
    details = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")
    ends_on = serializers.DateField(required=False, allow_null=True, default=None)


class WantedSerializer(serializers.Serializer):
    """The query of the list."""

    q = serializers.CharField(required=False, allow_blank=True, max_length=80, default="")
    kind = serializers.ChoiceField(choices=Listing.Kind.choices, required=False, allow_blank=True, default="")
    service = serializers.UUIDField(required=False, allow_null=True, default=None)
    town = serializers.CharField(required=False, allow_blank=True, max_length=80, default="")
    sort = serializers.ChoiceField(choices=["near", "new"], required=False, default="near")
