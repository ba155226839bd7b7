"""What is left of a mail: its own words, in the languages and programs people write in."""

from __future__ import annotations

import pytest

from humus.incoming.cutting import cut, unflowed, unnamed
from humus.kit.tests.cost import costs_less

QUOTE = "> How deep did you dig?\n> Lena"
HEADS = {
    "en gmail": "On Mon, 4 May 2026 at 10:12, Humus <site@example.org> wrote:",
    "en broken": "On Mon, 4 May 2026 at 10:12, The Platform of the Initiative\n<site@example.org> wrote:",
    "fr": "Le lun. 4 mai 2026 à 10:12, Humus <site@example.org> a écrit :",
    "fr no-break": "Le 04/05/2026 à 10:12, Humus a écrit\u00a0:",
    "es": "El lun, 4 may 2026 a las 10:12, Humus (<site@example.org>) escribió:",
    "pt": "Em seg., 4 de mai. de 2026 às 10:12, Humus <site@example.org> escreveu:",
    "pt ipad": "No dia 04/05/2026, às 10:12, Humus <site@example.org> escreveu:",
    "ar": "في الاثنين، 4 مايو 2026 في 10:12 ص تمت كتابة ما يلي بواسطة Humus\n<site@example.org>:",
    "ar marks": "\u200fفي الاثنين، ٤ مايو ٢٠٢٦ كتب Humus <site@example.org>:\u200f",
    "bare": "4 May 2026 10:12, Humus <site@example.org>:",
    "delimiter": "##- Pour répondre, écrivez au-dessus de cette ligne -##",
}
BLOCKS = {
    "en outlook": "________________________________\nFrom: Humus <s@e.org>\nSent: Monday\nTo: Mona\nSubject: Soil",
    "fr outlook": "De : Humus <s@e.org>\nEnvoyé : lundi 4 mai\nÀ : Mona\nObjet : Sols",
    "es outlook": "De: Humus <s@e.org>\nEnviado el: lunes\nPara: Mona\nAsunto: Suelos",
    "pt outlook": "De: Humus <s@e.org>\nEnviado: segunda\nPara: Mona\nAssunto: Solos",
    "ar outlook": "من: Humus <s@e.org>\nتاريخ: الاثنين\nإلى: Mona\nالموضوع: التربة",
    "original": "-----Original Message-----\nFrom: Humus\nSent: Monday",
    "d'origine": "-------- Message d'origine --------\nDe : Humus",
    "mensaje": "--- Mensaje original ---\nDe: Humus",
    "mensagem": "-----Mensagem original-----\nDe: Humus",
    "bold": "*From:* Humus <s@e.org>\n*Date:* Monday\n*To:* Mona\n*Subject:* Soil",
}


@pytest.mark.parametrize("name", HEADS)
def test_answer_above_a_quote_is_what_is_left(name: str) -> None:
    assert cut(f"About a metre.\n\n{HEADS[name]}\n\n{QUOTE}\n") == "About a metre."


@pytest.mark.parametrize("name", BLOCKS)
def test_answer_above_a_copied_letter_is_what_is_left(name: str) -> None:
    assert cut(f"About a metre.\n\n{BLOCKS[name]}\n\nHow deep did you dig?\n") == "About a metre."


@pytest.mark.parametrize(
    "words",
    [
        "On Monday we dug two metres. She wrote: nothing.",
        "From: the river to the hill we found clay.",
        "Le sol est profond. Il a écrit",
        "Best regards to all in the workshop, see you on Monday.",
        "De acuerdo con el plan:\n\n- uno\n- dos",
        "On the slope:  \nclay",
        "- one\n- two\n    - three",
        "We compared --- as agreed --- both sites.",
    ],
)
def test_words_that_only_look_like_a_quote_or_a_signature_stay(words: str) -> None:
    assert cut(words) == words


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nMona Member\nMinistry of Soils",
        "--\nMona",
        "Sent from my iPhone",
        "Envoyé de mon iPhone",
        "Envoyé à partir de Outlook pour Android",
        "Enviado desde mi iPhone",
        "Enviado do meu telemóvel",
        "أُرسلت من الـ iPhone",
        "Best regards,\nMona Member\nMinistry of Soils\n+254 700 000000",
        "Bien cordialement,\n\nMona",
        "Saludos cordiales,\nMona",
        "Atenciosamente,\nMona",
        "مع أطيب التحيات،\nمنى",
    ],
)
def test_signature_goes(signature: str) -> None:
    assert cut(f"About a metre.\n\n{signature}\n\n{HEADS['en gmail']}\n{QUOTE}") == "About a metre."
    assert cut(f"About a metre.\n\n{signature}\n") == "About a metre."


def test_answers_between_quotes_keep_what_they_answer() -> None:
    text = f"{HEADS['fr']}\n> How deep?\n\nA metre.\n\n> And why?\n\nFor the roots.\n\n> Lena\n"
    assert cut(text) == "> How deep?\n\nA metre.\n\n> And why?\n\nFor the roots."


def test_answer_below_a_quote_is_what_is_left() -> None:
    assert cut(f"{HEADS['es']}\n{QUOTE}\n\nUn metro.\n\nMona va al campo.\n") == "Un metro.\n\nMona va al campo."


def test_mail_of_quotes_alone_is_empty() -> None:
    assert cut(f"{HEADS['pt']}\n{QUOTE}\n") == ""
    assert cut(QUOTE) == ""


def test_greeting_alone_is_not_taken_for_a_signature() -> None:
    assert cut("Best regards") == "Best regards"


def test_lines_a_person_ended_stay_lines_and_broken_ones_flow() -> None:
    long = "This line was broken by the program at its margin of some seventy\nsigns and goes on here."
    assert cut(f"Clay\nSand\n\n{long}") == f"Clay  \nSand\n\n{long}"
    assert unflowed("This goes \non here.\n-- \nMona") == "This goes on here.\n-- \nMona"


@pytest.mark.parametrize(
    "text",
    [
        "On " + "a b " * 100_000,
        "\nOn a" * 100_000,
        "Le x\n" * 100_000 + "a écrit :",
        "> " * 200_000,
        "في كتب " * 60_000,
        "\nكتب" * 100_000,
        "- " * 200_000,
        "_" * 400_000,
        "From: a\n" * 50_000,
        "\n" * 400_000,
        "Best " * 80_000,
    ],
)
def test_no_mail_makes_it_slow(text: str) -> None:
    assert costs_less(lambda: cut(text), 3)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("About a metre.\n\nMona", "About a metre."),
        ("About a metre.\n— Mona Member.", "About a metre."),
        ("About a metre.\n\nMona says so", "About a metre.\n\nMona says so"),
        ("Mona", "Mona"),
        ("About a metre.\n\nRafa", "About a metre.\n\nRafa"),
    ],
)
def test_ones_own_name_below_the_words_is_no_part_of_them(text: str, kept: str) -> None:
    assert unnamed(text, "Mona Member") == kept
    assert unnamed(text, "") == text
