"""Texts that take long to encode."""

from __future__ import annotations

import threading
import time

from support.servers.fakes import byte_tokenizer

from shotglass.text import Tokenizer
from shotglass.text.tokenizer import LONG


def test_other_threads_go_on_while_a_long_text_is_encoded() -> None:
    tokenizer, text = Tokenizer(byte_tokenizer()), "naïve 猫\n" * 20_000
    turns, ended = [0], threading.Event()

    def count() -> None:
        while not ended.is_set():
            turns[0] += 1
            time.sleep(0.001)

    counting = threading.Thread(target=count)
    counting.start()
    time.sleep(0.05)  # the other thread counts by now
    before, began = turns[0], time.monotonic()
    encoding = tokenizer._encoding(text)
    seconds, taken = time.monotonic() - began, turns[0] - before
    ended.set()
    counting.join()
    assert len(encoding.ids) == len(text.encode())
    assert taken >= 10, f"{taken} turns of another thread in {seconds:.2f} s"


def test_a_long_text_has_the_tokens_that_it_has_in_parts() -> None:
    tokenizer = Tokenizer(byte_tokenizer())
    line = "naïve 猫\n"
    assert tokenizer.encode(line * LONG) == tokenizer.encode(line) * LONG
    assert tokenizer.parse(line * LONG) == tokenizer.parse(line) * LONG
