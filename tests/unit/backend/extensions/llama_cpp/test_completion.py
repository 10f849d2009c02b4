"""POST /completion: the bits of /v1/completions in llama.cpp's form, whole or as it is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from flask.testing import FlaskClient
from support.servers.http_answers import events_of, is_problem

from shotglass.extensions.llama_cpp.body import SAMPLERS
from shotglass.server.app import document

Ask = Callable[..., Any]
FEW: dict[str, Any] = {"prompt": "the cat", "n_predict": 6, "seed": 3}
# The settings under which llama.cpp's defaults are OpenAI's.
PLAIN = {"temperature": 1.3, "top_k": 0, "top_p": 1, "min_p": 0}


@pytest.fixture(scope="module")
def ask(client: FlaskClient) -> Ask:
    return lambda **body: client.post("/completion", json={"model": "tiny"} | body)


def reply(answer: Any) -> Any:
    assert answer.status_code == 200, answer.data
    return answer.get_json()


def chunks(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.data
    assert answer.content_type == "text/event-stream; charset=utf-8"
    assert b"[DONE]" not in answer.data
    return events_of(answer.data)


def test_it_has_the_bits_of_a_completion(client: FlaskClient, ask: Ask) -> None:
    options = {"prompt": "the cat", "seed": 3, "logit_bias": {"70": 5}, **PLAIN}
    told = reply(ask(**options, n_predict=6, n_probs=2, return_tokens=True, repeat_penalty=1.2))
    body = {"model": "tiny", "max_tokens": 6, "logprobs": 2, "return_token_ids": True}
    answer = client.post("/v1/completions", json=options | body | {"repetition_penalty": 1.2})
    (choice,) = answer.get_json()["choices"]
    assert told["content"] == choice["text"]
    assert told["tokens"] == choice["token_ids"]
    probabilities = told["completion_probabilities"]
    logprobs = [entry["logprob"] for entry in probabilities]
    assert logprobs == choice["logprobs"]["token_logprobs"]
    assert [entry["id"] for entry in probabilities] == told["tokens"]
    assert all(len(entry["top_logprobs"]) == 2 for entry in probabilities)


def test_the_settings_that_acted_are_told_with_the_seed_that_was_drawn(ask: Ask) -> None:
    told = reply(ask(prompt="the cat", n_predict=5))["generation_settings"]
    defaults = {"temperature": 0.8, "top_k": 40, "top_p": 0.95, "min_p": 0.05}
    assert told == told | defaults | {"n_predict": 5, "repeat_penalty": 1.0, "logit_bias": []}
    drawn = {reply(ask(prompt="a", n_predict=1, seed=-1))["generation_settings"]["seed"]}
    drawn |= {reply(ask(prompt="a", n_predict=1))["generation_settings"]["seed"] for _ in range(3)}
    assert len(drawn) == 4
    assert told["samplers"] == list(SAMPLERS)


def test_a_told_seed_gives_the_same_text_again(ask: Ask) -> None:
    first = reply(ask(prompt="the cat", n_predict=12, temperature=1.5))
    seed = first["generation_settings"]["seed"]
    assert (
        reply(ask(prompt="the cat", n_predict=12, temperature=1.5, seed=seed))["content"]
        == (first["content"])
    )


def test_a_stream_is_the_same_text_piece_by_piece_and_ends_with_the_rest(ask: Ask) -> None:
    whole = reply(ask(**FEW, n_probs=1, return_tokens=True))
    *pieces, last = chunks(ask(**FEW, n_probs=1, stream=True))
    assert "".join(piece["content"] for piece in pieces) == whole["content"]
    assert [piece["tokens"] for piece in pieces] == [[id] for id in whole["tokens"]]
    assert [piece["tokens_predicted"] for piece in pieces] == [1, 2, 3, 4, 5, 6]
    told = [piece["completion_probabilities"][0] for piece in pieces]
    assert told == whole["completion_probabilities"]
    assert [piece["stop"] for piece in pieces] == [False] * 6
    assert (last["stop"], last["content"], last["tokens"]) == (True, "", [])
    assert "completion_probabilities" not in last
    settings = last["generation_settings"] | {"stream": False}
    assert settings == whole["generation_settings"]


def test_why_it_ended_is_told(ask: Ask) -> None:
    limit = reply(ask(**FEW))
    assert (limit["stop_type"], limit["stopping_word"]) == ("limit", "")
    content = reply(ask(**FEW, return_tokens=True))["content"]
    word = content[3:5]
    stopped = reply(ask(**FEW, stop=["never", word]))
    assert (stopped["stop_type"], stopped["stopping_word"]) == ("word", word)
    assert stopped["content"] == content[: content.index(word)]
    ended = reply(ask(**FEW, logit_bias=[[0, 100]], temperature=0))
    assert (ended["stop_type"], ended["tokens_predicted"]) == ("eos", 1)
    assert reply(ask(**FEW, logit_bias=[[0, 100]], ignore_eos=True))["stop_type"] == "limit"


def test_what_was_computed_is_counted(ask: Ask) -> None:
    prompt = "the cat sat on the mat, and then the cat sat on the mat again: "
    first = reply(ask(prompt=prompt, n_predict=3))
    again = reply(ask(prompt=prompt, n_predict=3))
    for told in (first, again):
        timings = told["timings"]
        assert timings["cache_n"] + timings["prompt_n"] == told["tokens_evaluated"]
        assert timings["predicted_n"] == told["tokens_predicted"] == 3
        assert timings["cache_n"] == told["tokens_cached"]
        assert told["truncated"] is False
    assert first["prompt"] == prompt
    assert again["timings"]["cache_n"] > 0  # of what the first one read


def test_without_a_limit_it_goes_on_until_the_context_is_full(ask: Ask) -> None:
    told = reply(ask(prompt="the cat", ignore_eos=True, n_predict=-1))
    assert told["tokens_evaluated"] + told["tokens_predicted"] == 320


def test_nothing_need_be_written(ask: Ask) -> None:
    told = reply(ask(prompt="the cat", n_predict=0))
    assert (told["content"], told["tokens_predicted"], told["stop_type"]) == ("", 0, "limit")
    assert told["generation_settings"]["n_predict"] == 0
    (chunk,) = chunks(ask(prompt="the cat", n_predict=0, stream=True))
    assert chunk["stop"]


@pytest.mark.parametrize("stream", [False, True])
def test_a_list_of_prompts_has_a_list_of_texts(ask: Ask, stream: bool) -> None:
    prompts = ["the cat", [70, 71], {"prompt_string": "a"}, [1, "the", 2]]
    alone = [reply(ask(prompt=prompt, n_predict=4, seed=3)) for prompt in prompts]
    answer = ask(prompt=prompts, n_predict=4, seed=3, stream=stream)
    if stream:
        told = chunks(answer)
        ends = [chunk for chunk in told if chunk["stop"]]
        assert sorted(end["index"] for end in ends) == [0, 1, 2, 3]
        texts = [
            "".join(chunk["content"] for chunk in told if chunk["index"] == index)
            for index in range(4)
        ]
    else:
        ends = reply(answer)
        texts = [end["content"] for end in ends]
    assert texts == [found["content"] for found in alone]
    assert not any("timings" in end for end in ends)  # whose they would be is not known
    assert isinstance(reply(ask(prompt=["a"], n_predict=1)), list)


def test_texts_between_token_ids_are_read_where_they_stand(client: FlaskClient, ask: Ask) -> None:
    the = client.post("/tokenize", json={"model": "tiny", "content": " the"}).get_json()["tokens"]
    mixed = reply(ask(prompt=[70, " the", 71], n_predict=1))
    assert mixed["tokens_evaluated"] == 2 + len(the)
    plain = reply(ask(prompt=[70, *the, 71], n_predict=1))
    assert mixed["prompt"] == plain["prompt"]
    empty = [reply(ask(**FEW | {"prompt": prompt})) for prompt in ("", ["", ""], [["", ""]])]
    assert empty[0]["tokens_evaluated"] == 1  # the start token
    assert empty[1][0]["content"] == empty[2][0]["content"] == empty[0]["content"]


def test_a_bias_may_name_a_text(ask: Ask) -> None:
    never = reply(ask(**FEW, temperature=0, return_tokens=True))["tokens"][0]
    for bias in ([[never, False]], {str(never): -100}, [[never, -60], [never, -60]]):
        told = reply(ask(**FEW, temperature=0, logit_bias=bias, return_tokens=True))
        assert never not in told["tokens"]
        assert told["generation_settings"]["logit_bias"] == [{"token": never, "bias": -100.0}]
    texts = reply(ask(**FEW, logit_bias=[["the cat", 1.5]]))["generation_settings"]["logit_bias"]
    assert {entry["bias"] for entry in texts} == {1.5}


def test_the_other_address_is_the_same(client: FlaskClient, ask: Ask) -> None:
    told = client.post("/completions", json={"model": "tiny"} | FEW).get_json()
    assert told["content"] == reply(ask(**FEW))["content"]


def test_the_model_may_be_left_out(client: FlaskClient) -> None:
    told = client.post("/completion", json={"prompt": "a", "n_predict": 1}).get_json()
    listed = client.get("/v1/models").get_json()["data"]
    assert told["model"] == listed[0]["id"]


def test_what_turns_nothing_on_is_taken(ask: Ask) -> None:
    off = {
        "cache_prompt": False, "id_slot": -1, "n_keep": 0, "mirostat": 0, "mirostat_tau": 5.0,
        "typical_p": 1.0, "dry_multiplier": 0.0, "dry_sequence_breakers": ["\n"], "lora": [],
        "xtc_probability": 0.0, "grammar": "", "repeat_last_n": 64, "repeat_penalty": 1.0,
        "min_keep": 0, "dynatemp_range": 0.0, "samplers": list(SAMPLERS), "json_schema": None,
        "response_fields": [], "timings_per_token": False, "n_cmpl": 1,
    }  # fmt: skip
    assert reply(ask(**FEW, **off))["content"] == reply(ask(**FEW))["content"]


def test_a_text_is_held_to_a_grammar_or_a_schema(ask: Ask) -> None:
    grammar = 'root ::= ("a" | "b") [0-9]{2}'
    told = reply(ask(**FEW | {"n_predict": 20}, grammar=grammar))
    assert re.fullmatch("[ab][0-9]{2}", told["content"])
    assert told["stop_type"] == "eos"
    assert told["generation_settings"]["grammar"] == grammar
    held = reply(ask(**FEW | {"n_predict": 20}, json_schema={"enum": [True, None]}))
    assert held["content"] in ("true", "null")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"grammar": 'root ::= "a" | [0-9'}, "grammar"),
        ({"json_schema": {"items": {"type": "x"}}}, "json_schema.items"),
        ({"json_schema": {}, "grammar": 'root ::= "a"'}, "grammar"),
    ],
)
def test_a_grammar_that_cannot_be_compiled_is_refused(
    ask: Ask, more: dict[str, Any], field: str
) -> None:
    error = is_problem(ask(**FEW | more), 400)["error"]
    assert (error["code"], error["param"]) == ("invalid_parameter", field)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"mirostat": 2}, "mirostat"),
        ({"post_sampling_probs": True}, "post_sampling_probs"),
        ({"samplers": ["top_k", "temperature"]}, "samplers"),
        ({"typical_p": 0.9}, "typical_p"),
        ({"typical_p": True}, "typical_p"),
        ({"dry_multiplier": 0.8}, "dry_multiplier"),
        ({"n_cmpl": 2}, "n_cmpl"),
        ({"prompt": {"prompt_string": "a", "multimodal_data": ["aGk="]}}, "prompt"),
    ],
)
def test_what_this_server_cannot_do_is_refused_by_name(
    ask: Ask, more: dict[str, Any], field: str
) -> None:
    error = is_problem(ask(**FEW | more), 400)["error"]
    assert (error["code"], error["param"]) == ("unsupported_parameter", field)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"prompt": []}, "prompt"),
        ({"prompt": None}, "prompt"),
        ({"prompt": [[]]}, "prompt"),
        ({"prompt": [True]}, "prompt"),
        ({"prompt": ["a"] * 65}, "prompt"),
        ({"prompt": {"text": "a"}}, "prompt"),
        ({"n_predict": -2}, "n_predict"),
        ({"n_predict": 5000}, "n_predict"),
        ({"n_probs": 21}, "n_probs"),
        ({"temperature": -1}, "temperature"),
        ({"repeat_penalty": 1.1, "repeat_last_n": 64}, "repeat_last_n"),
        ({"logit_bias": [[1]]}, "logit_bias"),
        ({"logit_bias": [[1, True]]}, "logit_bias"),
        ({"logit_bias": [[1, 101]]}, "logit_bias"),
        ({"logit_bias": {"": 1}}, "logit_bias"),
        ({"logit_bias": [[[], 1]]}, "logit_bias"),
        ({"stop": [""]}, "stop.0"),
    ],
)
def test_a_wrong_value_is_a_400_that_names_it(ask: Ask, more: dict[str, Any], field: str) -> None:
    error = is_problem(ask(**FEW | more), 400)["error"]
    assert (error["code"], error["param"]) == ("invalid_parameter", field)


def test_tokens_that_there_are_not_and_prompts_that_do_not_fit_are_refused(ask: Ask) -> None:
    error = is_problem(ask(prompt=["a", [1, 10**9]]), 400)["error"]
    assert (error["code"], error["param"]) == ("token_out_of_range", "prompt.1.1")
    error = is_problem(ask(prompt="a" * 5000), 400)["error"]
    assert error["code"] == "context_length_exceeded"
    error = is_problem(ask(prompt="a", logit_bias=[[10**9, 1]]), 400)["error"]
    assert error["code"] == "invalid_parameter"
    assert is_problem(ask(prompt="a", model="nope"), 404)["error"]["code"] == "model_not_found"


def test_answers_are_what_the_document_says(ask: Ask) -> None:
    whole = document()

    def check(data: Any, name: str) -> None:
        jsonschema.validate(data, {"$ref": f"#/components/schemas/{name}"} | whole)

    check(reply(ask(**FEW, n_probs=2)), "LlamaCompletion")
    check(reply(ask(prompt="a", n_predict=0)), "LlamaCompletion")
    for found in reply(ask(**FEW | {"prompt": ["a", "b"]})):
        check(found, "LlamaCompletion")
    for chunk in chunks(ask(**FEW, n_probs=2, stream=True)):
        check(chunk, "LlamaCompletionChunk")
