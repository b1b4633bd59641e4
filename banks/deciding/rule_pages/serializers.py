"""Shapes of the policy API. Values are checked by their own types, never here."""

from typing import Any

from rest_framework import serializers


class AdoptionSerializer(serializers.Serializer[Any]):
    """What is sent to adopt a version: the whole value, why, and from when (empty: now)."""

    value = serializers.JSONField()
    reason = serializers.CharField(max_length=1000, allow_blank=True)
    effective_at = serializers.DateTimeField(required=False, allow_null=True)
    instead_of = serializers.UUIDField(required=False, allow_null=True)

    def validate_value(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise serializers.ValidationError("Send the value as an object with every key.")
        return value


class KeySerializer(serializers.Serializer[Any]):
    """One key of a version in words."""

    key = serializers.CharField()
    title = serializers.CharField()
    sentence = serializers.CharField()
    unit = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # a key of ours, not DRF's attribute
    needs = serializers.CharField()
    applies = serializers.ChoiceField(choices=["now", "later"])


class VersionSerializer(serializers.Serializer[Any]):
    """A version of a kind: the value, since when, why, and its keys in words."""

    kind = serializers.CharField()
    title = serializers.CharField()
    counts_from = serializers.CharField()
    version_id = serializers.UUIDField()
    number = serializers.IntegerField()
    effective_at = serializers.DateTimeField()
    adopted_at = serializers.DateTimeField()
    adopted_by = serializers.UUIDField(allow_null=True)
    decision_id = serializers.UUIDField(allow_null=True)
    charter = serializers.BooleanField()
    reason = serializers.CharField()
    value = serializers.JSONField()
    keys = KeySerializer(many=True)
