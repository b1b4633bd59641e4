"""What the API takes and gives for leadership hours."""

from rest_framework import serializers

from banks.hours.credits.models import Credit
from banks.hours.exchanges.serializers import MinutesField


class LeadershipSerializer(serializers.Serializer):
    key = serializers.UUIDField(required=False)
    member = serializers.UUIDField()
    role = serializers.CharField(max_length=60)
    minutes = MinutesField()
    service_date = serializers.DateField()


class CreditSerializer(serializers.ModelSerializer):
    class Meta:
        model = Credit
        fields = ("id", "ground", "member", "minutes", "service_date", "words", "entry_id", "recorded_at")
        read_only_fields = fields
