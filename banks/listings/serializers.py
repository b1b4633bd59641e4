"""What the API gives of categories and services."""

from rest_framework import serializers

from banks.listings.models import Service


class ServiceSerializer(serializers.ModelSerializer):
    category = serializers.CharField(source="category.name", read_only=True)

    class Meta:
        model = Service
        fields = ("id", "category", "name")
        read_only_fields = fields
