import pytest

from humus.search.asking import parse


@pytest.mark.parametrize(
    ("typed", "words", "phrases", "without", "fields"),
    [
        ("soil carbon", ("soil", "carbon"), (), (), {}),
        ('"soil carbon" -market', (), ("soil carbon",), ("market",), {}),
        ("«carbone du sol» stock", ("stock",), ("carbone du sol",), (), {}),
        ('-"carbon market" soil', ("soil",), (), ("carbon market",), {}),
        ("label:peat kind:event soil", ("soil",), (), (), {"label": "peat", "kind": "event"}),
        ("étiquette:tourbe langue:fr", (), (), (), {"label": "tourbe", "language": "fr"}),
        ('auteur:"Mona Member" sols', ("sols",), (), (), {"author": "Mona Member"}),
        ('título:turba titre:"couverts végétaux"', (), (), (), {"title": "couverts végétaux"}),
        ("العنوان:خث", (), (), (), {"title": "خث"}),
        ("después:2024-05 suelo", ("suelo",), (), (), {"after": "2024-05"}),
        ("after:lunch soil", ("after lunch", "soil"), (), (), {}),
        ("http://example.org", ("http //example.org",), (), (), {}),
        ('" - : -- "', (), (), (), {}),
    ],
)
def test_typed_words_are_read_apart(
    typed: str, words: tuple[str, ...], phrases: tuple[str, ...], without: tuple[str, ...], fields: dict[str, str]
) -> None:
    asked = parse(typed)
    assert (asked.words, asked.phrases, asked.without, asked.fields) == (words, phrases, without, fields)


def test_only_so_many_words_are_read() -> None:
    assert len(parse("word " * 500).words) == 24
