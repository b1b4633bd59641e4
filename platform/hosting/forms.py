"""How Django renders our forms: every field through templates/forms/field.html."""

from django.forms.renderers import TemplatesSetting


class HouseRenderer(TemplatesSetting):
    field_template_name = "forms/field.html"
