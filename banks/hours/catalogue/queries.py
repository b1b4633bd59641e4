"""Reads about categories and services. Called by: every form with a service in it."""

from uuid import UUID

from django.db.models import QuerySet

from banks.hours.catalogue.models import Category, Service


def services_on_offer() -> QuerySet[Service]:
    """Services members can choose, with their categories."""
    return Service.objects.filter(is_offered=True).select_related("category")


def service_by_id(service_id: UUID) -> Service | None:
    return services_on_offer().filter(pk=service_id).first()


def categories() -> QuerySet[Category]:
    return Category.objects.prefetch_related("services")


def grouped_services() -> dict[Category, list[Service]]:
    """Categories with what is on offer in each, in the bank's order."""
    groups: dict[Category, list[Service]] = {}
    for service in services_on_offer():
        groups.setdefault(service.category, []).append(service)
    return groups


def grouped_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """[(category, [(service id, service), ...]), ...] for a grouped select."""
    return [(c.name, [(str(s.pk), s.name) for s in services]) for c, services in grouped_services().items()]
