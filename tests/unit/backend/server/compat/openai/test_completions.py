"""POST /v1/completions: what is answered, streamed or not, and the traps that clients fall into."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask.testing import FlaskClient
from support.fixtures.tiny_app import Ask, choices, chunks

from shotglass.engine.batching.cancellation import NEVER
from shotglass.engine.tasks.complete import CompletionRequest
from shotglass.events import PromptComputed, TokenLogprobs
from shotglass.server.compat.answer import finite
from shotglass.server.compat.openai.choices import completion_logprobs
from shotglass.server.services import Services

TEXT = "the cat sat on the mat"
PROMPTS = [TEXT, "one, two", "Q: fast -> slow"]
SAMPLED = {"max_tokens": 6, "n": 2, "seed": 5, "logprobs": 3, "temperature": 1.1}


@pytest.fixture(scope="session")
def ids(services: Services) -> Any:
    return services.hosting.tokenizer("tiny").parse


def test_a_text_a_list_of_it_and_its_token_ids_are_answered_alike(complete: Ask, ids: Any) -> None:
    whole = choices(complete(prompt=TEXT, **SAMPLED))
    for same in ([TEXT], ids(TEXT), [ids(TEXT)], [float(id) for id in ids(TEXT)]):
        assert choices(complete(prompt=same, **SAMPLED)) == whole


def test_an_index_is_prompt_times_n_plus_choice(complete: Ask, ids: Any) -> None:
    together = choices(complete(prompt=[ids(text) for text in PROMPTS], **SAMPLED))
    assert [choice["index"] for choice in together] == list(range(6))
    for place, text in enumerate(PROMPTS):
        for sample, alone in enumerate(choices(complete(prompt=text, **SAMPLED))):
            assert together[2 * place + sample] == alone | {"index": 2 * place + sample}


def put_together(told: Sequence[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Choices by index, from the chunks of a stream."""
    found: dict[int, dict[str, Any]] = {}
    for choice in (choice for chunk in told for choice in chunk["choices"]):
        mine = found.setdefault(choice["index"], {"text": "", "logprobs": {}, "reasons": []})
        mine["text"] += choice["text"]
        mine["reasons"].append(choice["finish_reason"])
        for name, values in (choice["logprobs"] or {}).items():
            mine["logprobs"].setdefault(name, []).extend(values)
    return found


@pytest.mark.parametrize(
    "options",
    [{}, {"echo": True}, {"stop": [" ", "a", "\ufffd"]}, {"echo": True, "max_tokens": 0, "n": 1}],
    ids=str,
)
def test_a_stream_holds_what_the_whole_answer_holds(complete: Ask, options: Any) -> None:
    body = {"prompt": PROMPTS} | SAMPLED | options
    whole = complete(**body)
    told = chunks(complete(**body, stream=True, stream_options={"include_usage": True}))

    assert len({chunk["id"] for chunk in told}) == 1
    assert told[-1]["choices"] == []
    assert told[-1]["usage"] == whole.get_json()["usage"]
    assert all(chunk["usage"] is None for chunk in told[:-1])
    found = put_together(told)
    for choice in choices(whole):
        mine = found[choice["index"]]
        assert (mine["text"], mine["logprobs"]) == (choice["text"], choice["logprobs"])
        assert mine["reasons"][-1] == choice["finish_reason"] is not None
        assert not any(mine["reasons"][:-1])


def test_without_being_asked_a_stream_tells_no_usage(complete: Ask) -> None:
    told = chunks(complete(prompt=TEXT, stream=True, max_tokens=2))
    assert all(chunk["choices"] and "usage" not in chunk for chunk in told)
    assert {chunk["object"] for chunk in told} == {"text_completion"}


def test_alone_or_among_eight_streamed_or_not_the_bits_are_the_same(client: FlaskClient) -> None:
    def ask(number: int, stream: bool) -> Any:
        body = {"model": "tiny", "prompt": f"{number} cats " * (number + 1), "echo": True}
        post = client.application.test_client().post
        answer = post("/v1/completions", json=body | SAMPLED | {"stream": stream})
        if stream:
            return put_together(chunks(answer))
        return {
            choice["index"]: {"text": choice["text"], "logprobs": choice["logprobs"]}
            for choice in choices(answer)
        }

    alone = [ask(number, False) for number in range(8)]
    for stream in (False, True):
        with ThreadPoolExecutor(8) as pool:
            beside = list(pool.map(lambda number, stream=stream: ask(number, stream), range(8)))
        for mine, other in zip(alone, beside, strict=True):
            for index, choice in mine.items():
                assert {name: other[index][name] for name in choice} == choice


def test_the_answer_has_the_members_that_clients_read(complete: Ask) -> None:
    answer = complete(prompt=TEXT, max_tokens=2).get_json()
    assert answer["object"] == "text_completion"
    assert answer["id"].startswith("cmpl-")
    assert answer["model"] == "tiny"
    assert answer["system_fingerprint"].startswith("fp_")
    assert isinstance(answer["created"], int)
    (choice,) = answer["choices"]
    assert set(choice) == {"index", "text", "logprobs", "finish_reason"}
    assert choice["logprobs"] is None
    assert answer["usage"]["total_tokens"] == answer["usage"]["prompt_tokens"] + 2


def test_echo_tells_the_prompts_tokens_first(complete: Ask, services: Services, ids: Any) -> None:
    (choice,) = choices(complete(prompt=TEXT, echo=True, logprobs=2, max_tokens=1, temperature=0))
    told, read = choice["logprobs"], ids(TEXT)
    assert choice["text"].startswith(TEXT)
    assert len(told["tokens"]) == len(read) + 1
    assert told["token_logprobs"][0] is told["top_logprobs"][0] is None
    runner = services.hosting.runner("tiny")
    asked = CompletionRequest((tuple(read),), None, 2, prompt_logprobs=True)
    (found,) = [s for s in runner.complete(asked, NEVER) if isinstance(s, PromptComputed)]
    assert told["token_logprobs"][: len(read)] == [r.logprob for r in found.logprobs]


@pytest.mark.parametrize("logprobs", [0, 1, 5, 20])
def test_a_tokens_own_value_is_the_same_float_in_both_lists(complete: Ask, logprobs: int) -> None:
    body = {"prompt": PROMPTS, "echo": True, "max_tokens": 8, "temperature": 1.5, "seed": 1}
    for choice in choices(complete(**body, logprobs=logprobs)):
        told = choice["logprobs"]
        rows = zip(told["tokens"], told["token_logprobs"], told["top_logprobs"], strict=True)
        for token, logprob, top in list(rows)[1:]:
            assert top[token] == logprob  # every token of the tiny vocabulary has its own text
            assert logprobs <= len(top) <= logprobs + 1


class Homonyms:
    """A tokenizer in which ids 1 and 2 are written alike."""

    def token_text(self, id: int) -> str:
        return "ab"[id == 0]


def test_of_two_tokens_with_one_text_the_likelier_is_told() -> None:
    reading = TokenLogprobs(2, -3.0, ((1, -0.5), (0, -1.0)))
    told = completion_logprobs(Homonyms(), [reading], [0])  # type: ignore[arg-type]
    assert told["top_logprobs"] == [{"a": -0.5, "b": -1.0}]
    assert told["token_logprobs"] == [-3.0]


def test_minus_infinity_is_a_number_that_json_has() -> None:
    assert (finite(float("-inf")), finite(-2.5), finite(-1e30)) == (-9999.0, -2.5, -9999.0)


def test_offsets_count_code_points_of_the_text(complete: Ask, services: Services) -> None:
    prompt = "naïve 👍🏽 中文 cat"
    body = {"prompt": prompt, "echo": True, "logprobs": 0, "max_tokens": 9, "seed": 2}
    (choice,) = choices(complete(**body))
    told, text = choice["logprobs"], choice["text"]
    pieces = services.hosting.tokenizer("tiny").pieces(prompt)
    assert told["text_offset"][: len(pieces)] == [piece.start for piece in pieces]
    for token, start in zip(told["tokens"], told["text_offset"], strict=True):
        if not token.startswith("<"):
            assert text[start : start + len(token)] == token


def test_a_text_that_ends_at_once_still_has_one_entry(complete: Ask, ids: Any) -> None:
    body = {"prompt": TEXT, "logit_bias": {"0": 100}, "logprobs": 1, "max_tokens": 5}
    (choice,) = choices(complete(**body))
    assert (choice["text"], choice["finish_reason"]) == ("", "stop")
    assert choice["logprobs"]["tokens"] == ["<|endoftext|>"]
    (echoed,) = choices(complete(**body, echo=True))
    assert len(echoed["logprobs"]["tokens"]) == len(ids(TEXT)) + 1
    assert echoed["text"] == TEXT
    (ignored,) = choices(complete(**body, ignore_eos=True))
    assert (len(ignored["logprobs"]["tokens"]), ignored["finish_reason"]) == (5, "length")
    (put_off,) = choices(complete(**body, min_tokens=3))
    assert put_off["logprobs"]["tokens"].index("<|endoftext|>") == 3


def test_the_best_of_many_are_those_with_the_highest_mean(complete: Ask) -> None:
    body = {"prompt": PROMPTS[:2], "max_tokens": 6, "seed": 3, "logprobs": 0}
    every = choices(complete(**body, n=5))
    best = choices(complete(**body, n=2, best_of=5))

    def mean(choice: dict[str, Any]) -> float:
        logprobs = choice["logprobs"]["token_logprobs"]
        return sum(logprobs) / len(logprobs)

    for prompt in range(2):
        ranked = sorted(every[5 * prompt : 5 * prompt + 5], key=mean, reverse=True)[:2]
        mine = best[2 * prompt : 2 * prompt + 2]
        assert [c["logprobs"] for c in mine] == [c["logprobs"] for c in ranked]
        assert [c["index"] for c in mine] == [2 * prompt, 2 * prompt + 1]


def test_a_stop_text_ends_the_text_and_is_not_in_it(complete: Ask) -> None:
    (free,) = choices(complete(prompt=TEXT, max_tokens=12, temperature=0))
    stop = free["text"][3:5]
    for given in (stop, [stop], ["zzzz"] * 15 + [stop]):
        (cut,) = choices(complete(prompt=TEXT, max_tokens=12, temperature=0, stop=given))
        assert cut["text"] == free["text"][: free["text"].index(stop)]
        assert cut["finish_reason"] == "stop"


def test_a_seed_fixes_the_answer_and_none_does_not(complete: Ask) -> None:
    body = {"prompt": TEXT, "max_tokens": 20, "temperature": 2}
    for seed in (0, 1, -1, 2**63 - 1, -(2**63)):
        assert choices(complete(**body, seed=seed)) == choices(complete(**body, seed=seed))
    assert choices(complete(**body)) != choices(complete(**body))


def test_bias_penalties_and_filters_act_on_the_choice(complete: Ask) -> None:
    body = {"prompt": TEXT, "max_tokens": 6, "logprobs": 0, "seed": 4, "temperature": 1.5}
    (forced,) = choices(complete(**body, logit_bias={"100": 100}))
    assert len(set(forced["logprobs"]["tokens"])) == 1
    assert forced["logprobs"]["token_logprobs"][0] < -0.5  # what is told is the model's own
    (greedy,) = choices(complete(**body | {"temperature": 0}))
    for narrow in ({"top_k": 1}, {"min_p": 1.0}, {"top_p": 1e-9}):
        assert choices(complete(**body, **narrow)) == [greedy]
    (wide,) = choices(complete(**body, top_k=-1))
    assert choices(complete(**body)) == [wide]
    (varied,) = choices(complete(**body | {"temperature": 0, "repetition_penalty": 100.0}))
    assert len(set(varied["logprobs"]["tokens"])) == 6


def test_only_the_last_tokens_are_kept_where_that_is_asked_for(complete: Ask, ids: Any) -> None:
    long = "the cat " * 300
    body = {"max_tokens": 2, "temperature": 0, "return_token_ids": True}
    (kept,) = choices(complete(prompt=long, truncate_prompt_tokens=10, **body))
    assert kept["prompt_token_ids"] == ids(long)[-10:]
    assert len(kept["token_ids"]) == 2
    (most,) = choices(complete(prompt=long, truncate_prompt_tokens=-1, **body))
    assert most["prompt_token_ids"] == ids(long)[-318:]
    told = chunks(complete(prompt=long, truncate_prompt_tokens=10, stream=True, **body))
    assert told[0]["choices"][0]["prompt_token_ids"] == kept["prompt_token_ids"]
    found = [id for chunk in told for id in chunk["choices"][0]["token_ids"]]
    assert found == kept["token_ids"]


def test_names_of_special_tokens_are_those_tokens_in_a_whole_prompt(complete: Ask) -> None:
    body = {"max_tokens": 1, "return_token_ids": True, "echo": True}
    (choice,) = choices(complete(prompt="the<|endoftext|>", **body))
    assert choice["prompt_token_ids"][-1] == 0
    assert choice["text"].startswith("the<|endoftext|>")
    (empty,) = choices(complete(prompt="", **body))
    assert empty["prompt_token_ids"] == [0]


def test_null_is_the_default_of_every_option(complete: Ask) -> None:
    names = (
        *("max_tokens", "temperature", "top_p", "top_k", "min_p", "repetition_penalty", "n"),
        *("presence_penalty", "frequency_penalty", "logit_bias", "stop", "seed", "min_tokens"),
        *("ignore_eos", "truncate_prompt_tokens", "return_token_ids", "stream", "best_of", "echo"),
        *("stream_options", "logprobs", "suffix", "user", "metadata", "store", "service_tier"),
    )
    answer = complete(prompt=TEXT, **dict.fromkeys(names))
    assert answer.get_json()["usage"]["completion_tokens"] <= 16
    assert len(choices(answer)) == 1
    ignored = {"user": "me", "metadata": {"a": "b"}, "store": True, "service_tier": "auto"}
    assert complete(prompt=TEXT, **ignored, prompt_cache_key="x").status_code == 200
