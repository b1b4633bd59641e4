"""Template tags of every page: icons, hours, the balance picture, the error summary, bars.

Guarantees: whatever is drawn is also said in words; nothing writes a `style`, so
the strict content policy holds. Loaded into every template by `builtins` in the
settings; templates/README.md shows each tag in use.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from django import template
from django.forms import BaseForm, BoundField, Field
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from banks.ui import hour_pages
from banks.ui.hour_pages import Limits
from banks.ui.pictures import draw_line, draw_scale, share_of
from banks.ui.themes import theme_or_default
from ledger.policy import HoursPolicy

register = template.Library()

PLAIN_HOURS = HoursPolicy()


def _policy(context: Context) -> HoursPolicy:
    """The bank's way of saying hours, when the page belongs to a bank that says so."""
    bank = context.get("bank")
    found = bank.get("hours") if isinstance(bank, dict) else getattr(bank, "hours", None)
    if found is None:
        found = context.get("hours")  # mails have no bank page around them
    return found if isinstance(found, HoursPolicy) else PLAIN_HOURS


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """An icon from the sprite; always beside words, so screen readers pass over it."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>', extra, _sprite(), name
    )


@cache
def _sprite() -> str:
    """Where the icons are; thirty on a page, and each time its address was made anew."""
    return static("icons/sprite.svg")


@register.filter
def theme(name: str | None) -> str:
    """The name of a theme that the stylesheet knows."""
    return theme_or_default(name)


@register.filter
def breakable(name: str) -> SafeString:
    """A name that may go on in the next line after a slash, as on a narrow phone."""
    return format_html_join(mark_safe("/<wbr>"), "{}", ((part,) for part in str(name).split("/")))


@register.filter
def clock(minutes: int) -> str:
    """75 -> "1 h 15 min": time on the clock, whatever the bank calls its unit."""
    return hour_pages.clock(minutes)


@register.simple_tag(takes_context=True)
def amount(context: Context, minutes: int) -> str:
    """75 -> "1 hour 15 minutes" or "1.25 Time Credits"; no sign."""
    return hour_pages.in_full(minutes, _policy(context))


@register.simple_tag(takes_context=True)
def amount_short(context: Context, minutes: int) -> str:
    """75 -> "1 h 15 min"; no sign."""
    return hour_pages.short(minutes, _policy(context))


@register.simple_tag(takes_context=True)
def signed(context: Context, minutes: int) -> str:
    """75 -> "+1 h 15 min"; plain text, as in a table of running balances."""
    return hour_pages.signed(minutes, _policy(context))


@register.simple_tag(takes_context=True)
def hours(context: Context, minutes: int) -> SafeString:
    """The badge: "+1 h 15 min" or "+1.25", with the unit and the word a screen reader needs."""
    side = hour_pages.side_of(minutes)
    policy = _policy(context)
    return format_html(
        '<span class="hours hours-{}"><span aria-hidden="true">{}</span><span class="sr-only">{} {}</span></span>',
        side,
        hour_pages.signed_parts(minutes, policy)[0],
        hour_pages.in_full(minutes, policy),
        "recorded, nothing moved" if side == hour_pages.EVEN else side,
    )


@register.simple_tag(takes_context=True)
def balance_amount(context: Context, minutes: int) -> SafeString:
    """The balance in large figures, its unit smaller beside it."""
    number, unit = hour_pages.signed_parts(minutes, _policy(context))
    return format_html('<span class="balance-amount">{}</span> <span class="balance-unit">{}</span>', number, unit)


@register.simple_tag(takes_context=True)
def balance_words(
    context: Context, minutes: int, floor_minutes: int | None = None, ceiling_minutes: int | None = None
) -> str:
    """What the balance means, in plain sentences."""
    sentences = hour_pages.balance_sentences(minutes, _policy(context), Limits(floor_minutes, ceiling_minutes))
    return " ".join(sentences)


@register.inclusion_tag("components/_balance_scale.html", takes_context=True)
def balance_scale(
    context: Context, minutes: int, floor_minutes: int | None = None, ceiling_minutes: int | None = None
) -> dict[str, Any]:
    """The balance between the community's limits, as a picture with a title and a description."""
    limits = Limits(floor_minutes, ceiling_minutes)
    scale, policy = draw_scale(minutes, limits), _policy(context)
    return {
        "scale": scale,
        "side": hour_pages.side_of(minutes),
        "balance": hour_pages.signed(minutes, policy),
        "low": hour_pages.signed(scale.low, policy),
        "high": hour_pages.signed(scale.high, policy),
        "has_floor": floor_minutes is not None,
        "has_ceiling": ceiling_minutes is not None,
    }


@register.inclusion_tag("components/_balance_line.html", takes_context=True)
def balance_line(context: Context, months: Sequence[tuple[str, int]]) -> dict[str, Any]:
    """Twelve months of balance as a line, with the same figures as a table below it."""
    policy = _policy(context)
    rows = [(label, hour_pages.signed(minutes, policy)) for label, minutes in months]
    return {"line": draw_line(months), "rows": rows}


@register.inclusion_tag("components/_error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """At the top of a form: what is wrong, each line a link to its field."""
    problems = [("", text) for text in form.non_field_errors()]
    for field in form:
        place = field.id_for_label or _first_control(field)
        problems += [(place, fault(str(text), str(field.label))) for text in field.errors]
    return {"problems": problems}


def _first_control(field: BoundField) -> str:
    """Where a link to a group of controls leads: its first one."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.auto_id


@register.filter
def fault(text: str, label: str = "") -> str:
    """Django's "This field is required." in our words; any other fault is said as it stands."""
    if text != Field.default_error_messages["required"]:
        return text
    return f"“{label}” is still empty." if label else "Please fill this in."


@register.simple_tag
def bar(value: int, most: int) -> SafeString:
    """A bar beside a number in a table; the number is the information, the bar its picture."""
    return format_html(
        '<svg class="bar-row" aria-hidden="true" focusable="false">'
        '<rect class="pic-bar" width="{}%" height="100%" rx="6"/></svg>',
        share_of(value, most),
    )


@register.filter
def of_member(amounts: Mapping[UUID, int], member_id: UUID) -> int:
    """One member's minutes out of everybody's."""
    return amounts.get(member_id, 0)


@register.filter
def initials(name: str) -> str:
    """Two letters for the round mark before a name."""
    words = [word for word in name.split() if word[:1].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()
