"""Names across scripts: one spelling, one skeleton; and the words of the trade."""

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followthegoods.facts.names import compare_forms, fold, split_form, transcribed
from followthegoods.facts.sounds import latin, script, skeleton
from followthegoods.facts.trade_words import (
    _LONE,
    _words,
    canonical,
    is_known,
    is_number,
    may_be_slip,
    weight,
)

WORDS = st.text(alphabet="ABCDEGHIKLMNOPRSTUVXZАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЯ", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("original", "transcribed"),
    [
        ("OSHANVEL", "ОШАНВЕЛ"),
        ("GYUNGDOK", "КЁНГДОК"),
        ("ZHAOXIN", "ЧЖАОСИНЬ"),
        ("QILUHAI", "ЦИЛУХАЙ"),
        ("TORREVENZI", "ТОРРЕВЕНЦИ"),
        ("SCHATTENWERF", "ШАТТЕНВЕРФ"),
        ("MIRATECH", "МИРАТЕК"),
        ("WOLVERLOHR", "ВОЛВЕРЛОР"),
        ("IVOLARC", "АЙВОЛАРК"),
    ],
)
def test_a_name_and_its_russian_transcription_have_one_skeleton(
    original: str, transcribed: str
) -> None:
    assert skeleton(original) == skeleton(latin(fold(transcribed)))


@pytest.mark.parametrize(("one", "other"), [("RAIN", "TRAIN"), ("OLVARC", "DOLVARC")])
def test_a_consonant_more_is_another_skeleton(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize(
    ("word", "spelt"),
    [("ЗАВОД", "ZAVOD"), ("경기", "GYEONGGI"), ("深圳", "SHENZHEN"), ("ガス", "GASU")],
)
def test_any_script_has_a_latin_spelling(word: str, spelt: str) -> None:
    assert latin(word) == spelt


@given(WORDS)
def test_a_latin_spelling_is_its_own(word: str) -> None:
    assert latin(latin(fold(word))) == latin(fold(word))


@pytest.mark.parametrize(
    ("word", "letters"), [("ABC", "L"), ("АБВ", "C"), ("ΑΒΓ", "G"), ("가나", "E"), ("株", "E")]
)
def test_the_script_of_a_word_is_told(word: str, letters: str) -> None:
    assert script(word) == letters


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("OLVAN IND", ("OLVAN", "INDUSTRIAL")),
        ("ОЛВАН ИНДАСТРИАЛ", ("OLVAN", "INDUSTRIAL")),
        ("OLVAN MFG COMM GRP", ("OLVAN", "MANUFACTURING", "COMMERCIAL", "GROUP")),
        ("ОЛВАН ИНТЕРНЭШНЛ ТРЕЙДИНГ", ("OLVAN", "INTERNATIONAL", "TRADING")),
        ("ЗАВ ОЛВАН", ("PLANT", "OLVAN")),
        ("НАУЧНО-ПРОИЗВОДСТВЕННОЕ ОБЪЕДИНЕНИЕ ОЛВАН", ("NPO", "OLVAN")),
        ("OLVAN AND SONS", ("OLVAN", "SONS")),
        ("A.B.C. TOOLS", ("ABC", "TOOLS")),
        ("BANK OF CHINA", ("BANK", "=CN")),
        ("올반산업", ("OLBAN", "INDUSTRIAL")),
        ("奥尔万科技", ("AOERWAN", "TECHNOLOGY")),
        ("ОЛВАНСКИЙ ЗАВОД", ("OLVANSK", "PLANT")),
    ],
)
def test_words_of_the_trade_are_known_in_every_way_of_writing(
    name: str, words: tuple[str, ...]
) -> None:
    assert canonical(fold(name).split()) == words


def test_a_word_of_an_own_name_tells_more_than_one_of_the_trade() -> None:
    assert weight("OLVAN") > weight("TRADING") > weight("COMPANY")


def test_a_name_of_tying_words_alone_keeps_them() -> None:
    assert canonical(("AND", "OF")) == ("AND", "OF")


@given(st.lists(WORDS.map(fold).filter(bool), min_size=1, max_size=5))
def test_no_name_has_no_words(words: list[str]) -> None:
    assert canonical(words)


@pytest.mark.parametrize(
    ("word", "counts"), [("7", True), ("VIII", True), ("AHL1", True), ("OLVAN", False)]
)
def test_numbers_are_told_from_words(word: str, counts: bool) -> None:
    assert is_number(word) is counts


def test_a_country_is_a_known_word() -> None:
    assert is_known("=CN")
    assert not is_known("OLVAN")


# -- legal forms


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        ("LLC", "LLC", "same"),
        ("LTD", "YOUXIAN", "same"),
        ("", "", "same"),
        ("LLC", "", "unstated"),
        ("AO", "PAO", "near"),
        ("LLC", "AO", "differ"),
        ("GMBH", "SPA", "differ"),
    ],
)
def test_two_legal_forms_are_compared_the_same_both_ways(a: str, b: str, said: str) -> None:
    assert compare_forms(a, b) == compare_forms(b, a) == said


@pytest.mark.parametrize(
    ("text", "core", "form"),
    [
        ("DAISY JOINT STOCK COMPAN", "DAISY", "AO"),
        ("DAISY CO., LIMI", "DAISY", "LTD"),
        ("DAISY LIMI", "DAISY LIMI", ""),
        ("ДЕЙЗИ САНАЙИ ВЕ ТИДЖАРЕТ А.Ш.", "ДЕЙЗИ", "AS"),
        ("ДЕЙЗИ ПРАЙВИТ ЛИМИТЕД", "ДЕЙЗИ", "PVT_LTD"),
    ],
)
def test_forms_cut_short_or_in_cyrillic_are_told_from_the_name(
    text: str, core: str, form: str
) -> None:
    assert split_form(text) == (core, form)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("0LVAN LAMPS", ("OLVAN", "LAMPS")),
        ("OLVAN 2000", ("OLVAN", "2000")),
        ("TECH01 GROUP", ("TECH01", "GROUP")),
        ("OLVAN LABS", ("OLVAN", "LABORATORY")),
        ("OLVAN SCHWEIZ", ("OLVAN", "=CH")),
        ("中国银行", ("=CN", "BANK")),
    ],
)
def test_words_are_understood(name: str, words: tuple[str, ...]) -> None:
    assert canonical(fold(name).split()) == words


@settings(deadline=None)
@given(st.lists(st.one_of(WORDS, st.sampled_from(["IMPORT", "AND", "EXPORT", "TRADING"]))))
def test_words_understood_one_by_one_are_those_understood_in_a_row(words: list[str]) -> None:
    folded = fold(" ".join(words)).split()
    apart = [part for word in folded for part in canonical((word,))]
    if all(_LONE[word] for word in folded):
        assert list(canonical(folded)) == apart


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("KOMMERCHESKI", ("COMMERCIAL",)),
        ("NAUCHNO PROIZVODSTVENNOIE OBYEDINENIIE", ("NAUCHNO", "MANUFACTURING", "ASSOCIATION")),
        ("AR RAHIMA", ("AL", "RAHIMA")),
        ("AS SADIRA", ("AL", "SADIRA")),
        ("AD DIGITAL", ("AD", "DIGITAL")),
        ("I B M OLVAN", ("IBM", "OLVAN")),
        ("OLVAN FUND X", ("OLVAN", "FUND", "X")),
        ("OLVAN FUND V A", ("OLVAN", "FUND", "V", "A")),
        ("J P OLVAN", ("JP", "OLVAN")),
        ("OLVAN FOURTEEN", ("OLVAN", "14")),
        ("OLVAN DIS TICARET", ("OLVAN", "FOREIGNTRADE")),
        ("MEGA5OLVAN", ("MEGASOLVAN",)),
        ("OLVAN WHSLE", ("OLVAN", "WHOLESALE")),
    ],
)
def test_words_are_understood_in_other_spellings(name: str, words: tuple[str, ...]) -> None:
    assert canonical(name.split()) == words


@given(st.sampled_from(sorted(_words().weights)), st.data())
def test_a_slip_in_a_word_of_the_trade_is_seen_wherever_it_is(
    known: str, data: st.DataObject
) -> None:
    spellings = [
        words[0]
        for words, name in _words().names.items()
        if name == known and len(words) == 1 and words[0].isascii() and len(words[0]) > 4
    ]
    if spellings:
        word = data.draw(st.sampled_from(spellings))
        at = data.draw(st.integers(0, len(word) - 1))
        for slip in (word[:at] + word[at + 1 :], f"{word[:at]}Q{word[at:]}"):
            assert may_be_slip(slip, known)
        assert may_be_slip(f"{word[:at]}{word[at : at + 2][::-1]}{word[at + 2 :]}", known)


def test_a_damaged_cell_of_one_long_word_takes_no_more_memory_than_a_few_of_it() -> None:
    word = "Q" * 20_000
    tracemalloc.start()
    try:
        assert canonical([word]) == (word,)
        assert tracemalloc.get_traced_memory()[1] < 100 * len(word)
    finally:
        tracemalloc.stop()


def test_a_run_of_one_letter_is_transcribed_however_long_it_is() -> None:
    assert transcribed("И" * 1_000_000) == "I"
