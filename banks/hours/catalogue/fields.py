"""The fields to choose a service: categories with their services, as this bank lists them."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from banks.hours.catalogue.queries import grouped_choices, grouped_services


class ServiceField(forms.ChoiceField):
    """One service; yields its id. Whether it is on offer here is for the services to say."""

    widget = forms.Select(attrs={"data-search": ""})
    default_error_messages = {
        "required": "Choose a category and service: what was done?",
        "invalid_choice": "Choose a service from the list.",
    }

    def __init__(self, *, all_words: str = "Choose a service", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.all_words = all_words

    def offer(self) -> None:
        self.choices = [("", self.all_words), *grouped_choices()]

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        try:
            return UUID(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from None

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)


class CategoryOrServiceField(ServiceField):
    """A whole category or one service of it; yields the id of either."""

    def offer(self) -> None:
        groups = [
            (category.name, [(str(category.pk), f"All of {category.name}"), *((str(s.pk), s.name) for s in services)])
            for category, services in grouped_services().items()
        ]
        self.choices = [("", self.all_words), *groups]
