"""What the API takes and gives for events."""

from rest_framework import serializers

from banks.hours.events.models import Event
from banks.hours.exchanges.serializers import MinutesField


class PresentSerializer(serializers.Serializer):
    member = serializers.UUIDField()
    early_minutes = MinutesField(min_value=0, max_value=1440, required=False, default=0)
    late_minutes = MinutesField(min_value=0, max_value=1440, required=False, default=0)
    hosted = serializers.BooleanField(required=False, default=False)


class AttendanceListSerializer(serializers.Serializer):
    key = serializers.UUIDField(required=False)
    kind = serializers.ChoiceField(choices=Event.Kind.choices)
    title = serializers.CharField(max_length=120, allow_blank=True)
    held_on = serializers.DateField()
    minutes = MinutesField()
    attendances = PresentSerializer(many=True)
    supervised_by = serializers.UUIDField(required=False, allow_null=True, default=None)


class AttendanceSerializer(serializers.Serializer):
    member = serializers.UUIDField(source="member_id")
    name = serializers.CharField(source="member.name")
    attended_minutes = serializers.IntegerField()
    early_minutes = serializers.IntegerField()
    late_minutes = serializers.IntegerField()
    hosted = serializers.BooleanField()
    credited_minutes = serializers.IntegerField()


class EventSerializer(serializers.ModelSerializer):
    attendances = AttendanceSerializer(many=True, read_only=True)

    class Meta:
        model = Event
        fields = ("id", "kind", "title", "held_on", "minutes", "supervised_by", "recorded_at", "entry_id",
                  "undoing_entry_id", "undone_at", "undone_reason", "attendances")  # fmt: skip
        read_only_fields = fields
