"""Deciding by consent, pure: what adopts, and that silence never does (C2, C3, C5)."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.methods.consent import (
    ASIDE,
    CONSENT,
    OBJECT,
    ConsentRoll,
    ConsentTerms,
    RoundTally,
    Standing,
    needed_of,
    tally_round,
)

OPENED = datetime(2026, 11, 2, 18, 0, tzinfo=UTC)
ANSWER_BY = OPENED + timedelta(days=7)
PEOPLE = [UUID(int=number) for number in range(1, 601)]


def decide(
    size: int,
    said: dict[int, str],
    *,
    objections: int = 0,
    at: datetime = OPENED,
    min_explicit: int = 3,
    aside: bool = False,
    author: int = -1,
    circle_size: int | None = None,
) -> RoundTally:
    """A circle of `size`; `said` maps places in it to answers; the author is a place, or nobody of the circle."""
    asked = ConsentRoll(frozenset(PEOPLE[:size]), circle_size or size, PEOPLE[author] if author >= 0 else uuid4())
    answers = {PEOPLE[place]: answer for place, answer in said.items()}
    return tally_round(asked, answers, objections, ConsentTerms(min_explicit, aside, ANSWER_BY), at)


def all_of(size: int, answer: str = CONSENT) -> dict[int, str]:
    return dict.fromkeys(range(size), answer)


def test_v_consent_six_hundred_unanswered_mails_end_as_lapsed() -> None:
    ended = decide(600, {}, at=ANSWER_BY)
    assert (ended.standing, ended.consents, ended.missing) == (Standing.LAPSED, 0, 600)
    assert ended.arithmetic == (
        "0 of 600 consented in so many words, 600 did not answer. Lapsed: silence is not consent."
    )
    assert decide(600, {}, at=ANSWER_BY - timedelta(seconds=1)).standing is Standing.ASKING


@given(size=st.integers(0, 40), min_explicit=st.integers(1, 100), aside=st.booleans(), hours=st.integers(-500, 500))
def test_c2_no_set_of_silent_people_ever_adopts(size: int, min_explicit: int, aside: bool, hours: int) -> None:
    at = ANSWER_BY + timedelta(hours=hours)
    ended = decide(size, {}, at=at, min_explicit=min_explicit, aside=aside)
    assert ended.standing is (Standing.LAPSED if hours >= 0 else Standing.ASKING)


ANSWERS = st.dictionaries(st.integers(0, 11), st.sampled_from([CONSENT, OBJECT, ASIDE]), max_size=12)


@given(
    size=st.integers(1, 12), said=ANSWERS, objections=st.integers(0, 2), min_explicit=st.integers(1, 12),
    aside=st.booleans(), hours=st.integers(-5, 5), author=st.integers(-1, 11),
)  # fmt: skip
def test_c3_adding_a_silent_person_never_helps(
    size: int, said: dict[int, str], objections: int, min_explicit: int, aside: bool, hours: int, author: int
) -> None:
    """With one more silent person a round is never adopted, whatever it was before."""
    said = {place: answer for place, answer in said.items() if place < size}
    at = ANSWER_BY + timedelta(hours=hours)
    terms = {"objections": objections, "at": at, "min_explicit": min_explicit, "aside": aside, "author": author}
    with_one_more = decide(size + 1, said, **terms)  # type: ignore[arg-type]
    assert with_one_more.standing is not Standing.ADOPTED
    assert with_one_more.missing == decide(size, said, **terms).missing + 1  # type: ignore[arg-type]


@given(
    size=st.integers(1, 12), said=ANSWERS, objections=st.integers(0, 2), min_explicit=st.integers(1, 12),
    aside=st.booleans(), author=st.integers(-1, 11),
)  # fmt: skip
def test_c3_adopted_exactly_when_everybody_has_agreed_and_enough_in_so_many_words(
    size: int, said: dict[int, str], objections: int, min_explicit: int, aside: bool, author: int
) -> None:
    said = {place: answer for place, answer in said.items() if place < size}
    consents = sum(answer == CONSENT for answer in said.values())
    covered = consents + (sum(answer == ASIDE for answer in said.values()) if aside else 0)
    others = sum(answer == CONSENT for place, answer in said.items() if place != author)
    expected = (
        objections == 0
        and covered == size
        and consents >= max(min(min_explicit, size), -(-2 * size // 3))
        and (others > 0 or size == 1)
    )
    ended = decide(size, said, objections=objections, min_explicit=min_explicit, aside=aside, author=author)
    assert (ended.standing is Standing.ADOPTED) == expected


@pytest.mark.parametrize(
    ("size", "needed"), [(1, 1), (2, 2), (3, 3), (4, 3), (5, 4), (6, 4), (7, 5), (9, 6), (12, 8), (600, 400)]
)
def test_c3_the_fewest_consents_are_three_or_two_thirds_or_the_whole_circle(size: int, needed: int) -> None:
    assert needed_of(size, 3) == needed


def test_c3_one_missing_of_seven_is_not_adopted_and_the_seventh_adopts() -> None:
    waiting = decide(7, all_of(6))
    assert (waiting.standing, waiting.missing) == (Standing.ASKING, 1)
    assert waiting.arithmetic == "6 of 7 consented in so many words, 1 missing. The round is open."
    assert decide(7, all_of(6), at=ANSWER_BY).standing is Standing.LAPSED
    adopted = decide(7, all_of(7), at=ANSWER_BY)
    assert adopted.arithmetic == "7 of 7 consented in so many words, 0 missing. Adopted."


def test_c3_an_open_objection_holds_everything_also_after_the_deadline() -> None:
    assert decide(5, all_of(5), objections=1, at=ANSWER_BY).standing is Standing.OBJECTED


def test_c3_the_author_alone_decides_nothing_but_in_a_circle_of_one() -> None:
    assert decide(1, all_of(1), author=0).standing is Standing.ADOPTED
    assert decide(1, all_of(1), author=0, circle_size=2).standing is Standing.ASKING, "the other is whom it is about"
    stood_aside = {0: CONSENT, 1: ASIDE}
    assert decide(2, stood_aside, author=0, aside=True, min_explicit=1).standing is Standing.ASKING


def test_c3_standing_aside_counts_only_where_the_circle_has_it_and_is_never_a_consent() -> None:
    said = {**all_of(6), 6: ASIDE}
    assert decide(7, said, aside=True).standing is Standing.ADOPTED
    assert decide(7, said, aside=False, at=ANSWER_BY).arithmetic.endswith("Lapsed: not everybody consented.")
    assert decide(7, {**all_of(3), 3: ASIDE, 4: ASIDE, 5: ASIDE, 6: ASIDE}, aside=True).standing is Standing.ASKING
    assert decide(7, all_of(7, ASIDE), aside=True).standing is Standing.ASKING


def test_answers_of_people_who_are_not_asked_count_for_nothing() -> None:
    assert decide(2, {**all_of(1), **dict.fromkeys(range(2, 9), CONSENT)}).consents == 1
