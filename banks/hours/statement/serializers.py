"""What the API takes and gives for statements."""

from rest_framework import serializers

from banks.hours.statement.rules import SIDES


class StatementQuery(serializers.Serializer):
    """Which part of a statement: before a row's number, between two days of service, one side."""

    member = serializers.UUIDField(required=False)
    older_than = serializers.IntegerField(required=False, min_value=1, max_value=2**62)
    first = serializers.DateField(required=False)
    last = serializers.DateField(required=False)
    side = serializers.ChoiceField(choices=SIDES, required=False)


class RowSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    entry_id = serializers.UUIDField()
    kind = serializers.CharField()
    service_date = serializers.DateField()
    recorded_at = serializers.DateTimeField()
    what = serializers.CharField()
    who = serializers.CharField()
    note = serializers.CharField()
    minutes = serializers.IntegerField()
    balance_after = serializers.IntegerField()
    undone = serializers.BooleanField()
    about = serializers.CharField()
    about_id = serializers.UUIDField(allow_null=True)


class StatementSerializer(serializers.Serializer):
    """A page, newest first; ask again with `older_than` until it is null."""

    balance_minutes = serializers.IntegerField()
    results = RowSerializer(many=True)
    older_than = serializers.IntegerField(allow_null=True)
