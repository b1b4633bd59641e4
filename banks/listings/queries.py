"""Reads about categories and services."""

from uuid import UUID

from django.db.models import QuerySet

from banks.listings.models import Category, Service


def services_on_offer() -> QuerySet[Service]:
    """Services members can choose, with their categories."""
    return Service.objects.filter(is_offered=True).select_related("category")


def service_by_id(service_id: UUID) -> Service | None:
    return services_on_offer().filter(pk=service_id).first()


def categories() -> QuerySet[Category]:
    return Category.objects.prefetch_related("services")


def grouped_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """[(category, [(service id, service), ...]), ...] for a grouped select."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for service in services_on_offer():
        groups.setdefault(service.category.name, []).append((str(service.pk), service.name))
    return list(groups.items())
