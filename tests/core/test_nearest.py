from quizapp.core.nearest import did_you_mean, nearest


def test_finds_the_word_that_was_meant() -> None:
    assert nearest("Wy", ("Why", "Demo")) == "Why"
    assert nearest("gb", ("GB", "s")) == "GB"
    assert nearest("levl", ("level", "was")) == "level"


def test_finds_none_where_none_is_near() -> None:
    assert nearest("colour", ("Why", "Demo")) is None
    assert nearest("", ("Why",)) is None
    assert did_you_mean("colour", ("Why",)) == ""


def test_asks_in_words() -> None:
    assert did_you_mean("Wy", ("Why",)) == "; did you mean 'Why'?"
