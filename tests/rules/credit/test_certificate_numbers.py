"""Numbers of certificates are readable aloud, not to be guessed, and a slip is found."""

from hypothesis import given
from hypothesis import strategies as st

from opencme.rules.credit.certificate_numbers import PATTERN, SIGNS, certificate_number, tidy_number


@given(st.binary(min_size=7, max_size=32))
def test_number_is_read_back_however_it_is_typed(randomness):
    number = certificate_number(randomness)
    assert PATTERN.fullmatch(number)
    assert tidy_number(number) == number
    assert tidy_number(f" {number.lower().replace('-', ' ')} ") == number
    assert tidy_number(number.replace("0", "O").replace("1", "l")) == number


@given(st.binary(min_size=7, max_size=7), st.integers(0, 11), st.sampled_from(SIGNS))
def test_one_wrong_sign_is_found(randomness, place, sign):
    signs = certificate_number(randomness).replace("-", "")
    wrong = signs[:place] + sign + signs[place + 1 :]
    assert wrong == signs or tidy_number(wrong) == ""


def test_what_cannot_be_a_number_is_empty():
    assert [tidy_number(text) for text in ("", "K7Q2", "K7Q2-9F3M-X4T!", "U" * 12)] == ["", "", "", ""]
