"""The stops of an application, one page each. Every page saves what is fine and says what is not."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from banks.asking.listings.errors import ServiceNotOffered, TitleMissing
from banks.membership.applications.filling_in import (
    save_details,
    save_first_listings,
    save_guardian,
    save_place,
    save_reference,
    sign_on_screen,
    take_back_reference,
)
from banks.membership.applications.forms import (
    OFFER,
    REQUEST,
    AboutForm,
    GuardianForm,
    PlaceForm,
    ReferenceForm,
    SignatureForm,
    Together,
    WishForm,
)
from banks.membership.applications.measuring import AS_TYPED, verdict_of
from banks.membership.applications.services import send_link
from banks.membership.applications.steps import Step
from banks.membership.applications.visits import Visit, blame, by_link
from banks.membership.waivers.errors import WordsChanged
from banks.membership.waivers.queries import waiver_in_use
from banks.people.picker.fields import as_id
from banks.people.places.rules import AreaVerdict, minutes_in_words
from banks.ui.form_pages import try_action

MOST_WISHES = 10


@by_link()
def about(visit: Visit) -> HttpResponse:
    """Name, ways to reach them, date of birth, who told them about us."""
    posted = visit.request.POST if visit.request.method == "POST" else None
    form = AboutForm(posted, application=visit.application, rules=visit.rules)
    if posted is not None:
        form.is_valid()
        pk = visit.application.pk
        blame(form, save_details(application_id=pk, given=form.cleaned_data, now=visit.at))
        if visit.is_quiet:
            return visit.saved()
        send_link(application_id=pk, link=visit.link, now=visit.at)
        if not form.errors:
            return visit.onward(Step.ABOUT)
    return visit.page(Step.ABOUT, form, "apply_about", keeps=True)


@by_link()
def place(visit: Visit) -> HttpResponse:
    """Town or postal code: how far that is, and whether it is in the area, is said at once."""
    posted = visit.request.POST if visit.request.method == "POST" else None
    form = PlaceForm(posted, application=visit.application)
    question = ""
    if posted is not None:
        form.is_valid()
        given, chosen = form.cleaned_data, posted.get("chosen", "")
        found, refused = save_place(
            application_id=visit.application.pk, where=given.get("where", ""), street=given.get("street", ""),
            chosen=chosen, now=visit.at,
        )  # fmt: skip
        visit.seen_again()
        if visit.is_quiet:
            return visit.saved(**({} if found and found.choices else _verdict(visit)))
        if found is not None and found.choices:
            form = PlaceForm(posted, application=visit.application, choices=found.choices)
            question = found.sentence
        elif not refused and (_is_known(visit, posted.getlist("seen")) or chosen == AS_TYPED):
            return visit.onward(Step.PLACE)
        elif not refused:
            return redirect(visit.url(Step.PLACE))  # what was found out is read before going on
        blame(form, refused)
    context = {**({} if question else _verdict(visit)), "question": question, "keeps": True}
    return visit.page(Step.PLACE, form, "apply_place", **context)


def _is_known(visit: Visit, seen: list[str]) -> bool:
    """Whether the page has shown the verdict already, or there is nothing in it to read."""
    verdict = verdict_of(visit.application, now=visit.at)
    if verdict is None or verdict.sentence in seen:
        return True
    return verdict.inside and verdict.measured is None and not verdict.needs_measuring


def _verdict(visit: Visit) -> dict[str, Any]:
    """The place as it was understood, in words; nothing before there is one."""
    verdict: AreaVerdict | None = verdict_of(visit.application, now=visit.at)
    if verdict is None:
        return {}
    return {
        "verdict": verdict,
        "driving": minutes_in_words(verdict.measured.driving_minutes) if verdict.measured else "",
        "is_beyond": not verdict.inside and not verdict.needs_measuring,
    }


@by_link()
def guardian(visit: Visit) -> HttpResponse:
    """Who answers for a minor."""
    posted = visit.request.POST if visit.request.method == "POST" else None
    known = getattr(visit.application, "guardian", None)
    names = GuardianForm.base_fields
    initial = {name: getattr(known, name) for name in names} if known is not None else {}
    form = GuardianForm(posted, initial=initial)
    if posted is not None:
        form.is_valid()
        blame(form, save_guardian(application_id=visit.application.pk, given=form.cleaned_data, now=visit.at))
        if visit.is_quiet:
            return visit.saved()
        if not form.errors:
            return visit.onward(Step.GUARDIAN)
    return visit.page(Step.GUARDIAN, form, "apply_guardian", keeps=True)


@by_link()
def references(visit: Visit) -> HttpResponse:
    """People who know the applicant. What is written goes under seal at once, so it is not shown again."""
    pk, posted = visit.application.pk, visit.request.POST
    if "drop" in posted:
        if reference_id := as_id(posted["drop"]):
            take_back_reference(application_id=pk, reference_id=reference_id, now=visit.at)
        return redirect(visit.url(Step.REFERENCES))
    named = list(visit.application.references.order_by("id"))
    wanted = max(0, visit.rules.references_required - len(named))
    if visit.request.method == "POST":
        forms = [ReferenceForm(posted, prefix=f"person{number}") for number in range(wanted)]
        forms = [form for form in forms if not _reference_kept(visit, form)]
        if not forms:
            return visit.onward(Step.REFERENCES)
        named = list(visit.application.references.order_by("id"))
    else:
        forms = [ReferenceForm(prefix=f"person{number}") for number in range(wanted)]
    return visit.page(Step.REFERENCES, Together(forms), "apply_references", forms=forms, named=named)


def _reference_kept(visit: Visit, form: ReferenceForm) -> bool:
    if not form.is_valid():
        return False
    given = form.cleaned_data
    try_action(form, lambda: save_reference(application_id=visit.application.pk, now=visit.at, **given))
    return not form.errors


@by_link()
def waiver(visit: Visit) -> HttpResponse:
    """The words, and a name under them; or on paper later."""
    words = waiver_in_use(visit.at)
    if words is None:
        return redirect(visit.next_url(Step.WAIVER))
    application = visit.application
    asks: dict[str, Any] = {"by_guardian": application.is_minor, "name": application.name}
    form = SignatureForm(initial={"words_sha256": words.sha256}, **asks)
    if visit.request.method == "POST":
        form = SignatureForm(visit.request.POST, **asks)
        is_complete = form.is_valid()
        given = {"is_of_age": False, "words_sha256": "", **form.cleaned_data}
        if is_complete:
            try_action(form, lambda: sign_on_screen(application_id=application.pk, now=visit.at, **given))
        if not form.errors:
            return visit.onward(Step.WAIVER)
        if given["words_sha256"] != words.sha256:
            form = _with_the_new_words(visit, words.sha256, asks)
    signed = application.signatures.filter(as_guardian=application.is_minor).order_by("-signed_at").first()
    is_signed = signed is not None and signed.version == words.version
    context = {"waiver": words, "signed": signed, "is_signed": is_signed, "next_url": visit.next_url(Step.WAIVER)}
    return visit.page(Step.WAIVER, form, "apply_waiver", **context)


def _with_the_new_words(visit: Visit, sha256: str, asks: dict[str, Any]) -> SignatureForm:
    """The name that was typed stays; the words below it are the new ones."""
    data = visit.request.POST.copy()
    data["words_sha256"] = sha256
    form = SignatureForm(data, **asks)
    form.is_valid()
    blame(form, [WordsChanged()])
    return form


@by_link()
def offers(visit: Visit) -> HttpResponse:
    """First offers and requests, asked for in the same sitting."""
    posted = visit.request.POST if visit.request.method == "POST" else None
    forms = {kind: _wish_forms(visit, kind, posted) for kind in (OFFER, REQUEST)}
    if posted is not None:
        for kind, rows in forms.items():
            for form in rows:
                form.is_valid()
            wishes = [form.wish() for form in rows]
            save_first_listings(application_id=visit.application.pk, kind=kind, wishes=wishes, now=visit.at)
        if visit.is_quiet:
            return visit.saved()
        for form in [form for rows in forms.values() for form in rows]:
            _check_whole(form)
        if "more" in posted:
            return redirect(f"{visit.url(Step.FIRST_LISTINGS)}?more={posted['more']}#more")
        if not any(form.errors for rows in forms.values() for form in rows):
            return visit.onward(Step.FIRST_LISTINGS)
    every = Together([form for rows in forms.values() for form in rows])
    groups = [_group(OFFER, forms[OFFER]), _group(REQUEST, forms[REQUEST])]
    return visit.page(Step.FIRST_LISTINGS, every, "apply_offers", groups=groups, keeps=True)


def _asked_for(visit: Visit, kind: str) -> int:
    return visit.ways.first_offers if kind == OFFER else visit.ways.first_requests


def _wish_forms(visit: Visit, kind: str, posted: Any) -> list[WishForm]:
    """As many as the rules ask for, as are written already, or as the page has."""
    written = list(visit.application.first_listings.filter(kind=kind).order_by("id"))
    count = max(_asked_for(visit, kind), len(written))
    if posted is not None:
        count = max(count, sum(1 for name in posted if name.startswith(kind) and name.endswith("-title")))
    elif visit.request.GET.get("more") == kind:
        count += 1
    forms = []
    for number in range(min(count, MOST_WISHES)):
        row = written[number] if number < len(written) else None
        initial = {"service": row.service_id, "title": row.title, "details": row.details} if row else {}
        is_asked = number < _asked_for(visit, kind)
        forms.append(WishForm(posted, prefix=f"{kind}{number}", kind=kind, is_asked=is_asked, initial=initial))
    return forms


def _check_whole(form: WishForm) -> None:
    """Half a wish is kept and does not count: what is missing is said."""
    wish = form.wish()
    if wish.is_empty:
        return
    if wish.service_id is None:
        blame(form, [ServiceNotOffered()])
    if not wish.title.strip():
        blame(form, [TitleMissing()])


def _group(kind: str, forms: list[WishForm]) -> dict[str, Any]:
    heading = "What you can give" if kind == OFFER else "What you need"
    words = "offer" if kind == OFFER else "request"
    return {"kind": kind, "heading": heading, "words": words, "forms": forms, "has_room": len(forms) < MOST_WISHES}
