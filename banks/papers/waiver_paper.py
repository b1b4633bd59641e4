"""The waiver on paper: blank with lines to sign, or a signed copy (rows L8, L19)."""

from datetime import datetime

from banks.day_words import in_words
from banks.membership.waivers.models import WaiverSignature
from banks.membership.waivers.queries import words_signed
from banks.membership.waivers.rules import Waiver
from banks.papers.queries import new_sheet
from banks.papers.sheet import SMALL, Sheet
from banks.policies.kinds import MembershipPolicy
from banks.policies.queries import bank_zone, policy_in_force


def blank_waiver_pdf(waiver: Waiver, *, now: datetime) -> bytes:
    """The words with lines to sign; for a minor, lines for the guardian."""
    sheet = _begun(waiver, now)
    sheet.gap()
    for words in ("Name of the member, in full", "Signature", "Day"):
        sheet.to_sign(words)
    under = policy_in_force(MembershipPolicy, now).value.guardian_under
    if under:
        sheet.heading(f"For a member younger than {under}")
        sheet.text("A legal guardian, who is another person and of age, signs for the member.")
        for words in ("Name of the guardian, in full", "Signature of the guardian", "Relation to the member", "Day"):
            sheet.to_sign(words)
    return sheet.bytes()


def signed_waiver_pdf(signature: WaiverSignature, *, now: datetime) -> bytes:
    """The words somebody signed, and who signed them when and how."""
    waiver = words_signed(signature)
    sheet = _begun(waiver, now)
    sheet.heading("Signed")
    person = signature.member or signature.application
    assert person is not None, "a signature is one person's"
    signed_on = in_words(signature.signed_at.astimezone(bank_zone(now)).date())
    said = [("Member", str(person)), ("Signed by", signature.signer_name)]
    if signature.as_guardian:
        said[1] = ("Signed by", f"{signature.signer_name}, as legal guardian")
    said += [("Day", signed_on), ("How", signature.get_method_display())]
    for label, value in said:
        sheet.text(f"{label}: {value}")
    sheet.gap()
    sheet.text("Fingerprint (SHA-256) of the words above:", size=SMALL, grey=True)
    sheet.text(signature.text_sha256, size=SMALL, grey=True)
    return sheet.bytes()


def _begun(waiver: Waiver, now: datetime) -> Sheet:
    sheet = new_sheet(f"Waiver, version {waiver.version}", now=now)
    sheet.section(f"Waiver, version {waiver.version}")
    sheet.title(f"Waiver, version {waiver.version}")
    for paragraph in waiver.paragraphs:
        sheet.text(paragraph)
        sheet.gap()
    return sheet
