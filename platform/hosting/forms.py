"""Renders every form field with templates/forms/field.html."""

from django.forms.renderers import TemplatesSetting


class HouseRenderer(TemplatesSetting):
    field_template_name = "forms/field.html"
