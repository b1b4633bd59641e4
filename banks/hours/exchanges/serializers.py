"""What the API takes and gives for exchanges. Serializers parse; services decide."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from banks.hours.exchanges.models import Exchange, ExchangeLine
from banks.hours.exchanges.presenters import Notes, notes_of
from banks.people.members.rules import Viewer, name_seen


class MinutesField(serializers.IntegerField):
    """Whole minutes. Text, fractions and the like are refused with the field's own sentence."""

    default_error_messages = {"invalid": "Give a whole number of minutes, for example 75."}

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool | float):
            self.fail("invalid")
        return int(super().to_internal_value(data))


class ProviderSerializer(serializers.Serializer):
    member = serializers.UUIDField()
    minutes = MinutesField(min_value=-100_000, max_value=100_000)
    travel_minutes = MinutesField(min_value=0, max_value=100_000, required=False, default=0)


class ReportSerializer(serializers.Serializer):
    """A report of hours. `key` makes it safe to send again; without one each sending is a new report."""

    key = serializers.UUIDField(required=False)
    providers = ProviderSerializer(many=True, allow_empty=False)
    receivers = serializers.ListField(child=serializers.UUIDField(), allow_empty=False)
    service = serializers.UUIDField()
    service_date = serializers.DateField()
    note = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")
    costs_note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    occasion = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    late_reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    separate = serializers.BooleanField(required=False, default=False)
    by_phone = serializers.BooleanField(required=False, default=False)


class LineSerializer(serializers.Serializer):
    """One person's part. Who does not see people reads their own name and "A member" for all others."""

    member = serializers.SerializerMethodField()
    name = serializers.SerializerMethodField()
    role = serializers.CharField()
    service_minutes = serializers.IntegerField()
    travel_minutes = serializers.IntegerField()
    counted_minutes = serializers.IntegerField()
    levy_minutes = serializers.IntegerField()

    def get_member(self, line: ExchangeLine) -> UUID | None:
        viewer: Viewer = self.context["viewer"]  # no viewer is a programming error, not an open door
        return line.member_id if viewer.sees_people or viewer.speaks_for(line.member_id) else None

    def get_name(self, line: ExchangeLine) -> str:
        return name_seen(self.context["viewer"], member_id=line.member_id, name=line.member.name)


class ExchangeSerializer(serializers.ModelSerializer):
    """An exchange as `context["viewer"]` reads it; `looks_like` is the earlier report a held one waits for."""

    service_name = serializers.CharField(source="service.name", read_only=True)
    category_name = serializers.CharField(source="service.category.name", read_only=True)
    lines = LineSerializer(many=True, read_only=True)
    note = serializers.SerializerMethodField()
    costs_note = serializers.SerializerMethodField()
    undone_reason = serializers.SerializerMethodField()

    class Meta:
        model = Exchange
        fields = (
            "id", "state", "service", "service_name", "category_name", "service_date", "is_even", "occasion",
            "note", "costs_note", "channel", "recorded_at", "looks_like", "entry_id", "undone_at", "undone_reason",
            "undoing_entry_id", "lines",
        )  # fmt: skip
        read_only_fields = fields

    def get_note(self, exchange: Exchange) -> str:
        return self._notes(exchange).note

    def get_costs_note(self, exchange: Exchange) -> str:
        return self._notes(exchange).costs_note

    def get_undone_reason(self, exchange: Exchange) -> str:
        return self._notes(exchange).undone_reason

    def _notes(self, exchange: Exchange) -> Notes:
        return notes_of(exchange, self.context["viewer"])


class UndoSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=300, allow_blank=True)


class AnswerSerializer(serializers.Serializer):
    """About a held report: is it another exchange, or the one already recorded?"""

    is_another = serializers.BooleanField()
