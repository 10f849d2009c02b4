"""A plan in shards: the readings and figures of one run, whatever is cut, lost or read twice."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.inputs.measured_task import ITEMS, LABELS, plan_of
from support.models.tiny import write_tiny_folder

from shotglass.engine import Engine, Library
from shotglass.engine.measurement.plan import Conditions, Plan, PlanItem
from shotglass.engine.measurement.record import Record, table_lines
from shotglass.engine.sharded import shards as cut
from shotglass.engine.sharded.folder import ShardFolder
from shotglass.engine.sharded.record import ShardTable, csv_parts, measured_shards, record_of
from shotglass.engine.sharded.shards import Shard, Shards, read_shard, readings_in
from shotglass.engine.tasks.measure import measure, models_of
from shotglass.errors import ContextLengthExceeded, InvalidRequest, RecordNotWritten

ITEMS_OF_ALL = tuple(PlanItem(f"the dog {n}", LABELS[n * n % 3 % 2]) for n in range(23))
OWN = tuple(
    PlanItem(f"the cat {n}", " red", (" red", " house") if n % 2 else (" red", " mat", " dog"))
    for n in range(9)
)
PLANS = {
    "draws": plan_of(Conditions((0, 2), draws=2), ITEMS_OF_ALL),
    "a pool": plan_of(Conditions((0, 3), draws=2), ITEMS_OF_ALL, pool=6, balanced=True, seed=4),
    "one draw of a pool": plan_of(Conditions((2,)), ITEMS_OF_ALL, pool=5, balanced=True),
    "names": plan_of(Conditions((2,), labels=(1.0, 0.5, "names")), ITEMS_OF_ALL),
    "answers of their own": plan_of(Conditions((0, 2)), OWN),
    "answers that occur": plan_of(Conditions((0, 1)), ITEMS_OF_ALL, {"labels": []}),
    "no calibration": plan_of(Conditions((0, 2), formats=("own", "arrow"), content_free=())),
}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "tiny", "llama", 1)
    engine = Engine.open(Library([root]).folder("tiny"), slots=4, threads=1)
    yield engine
    engine.close()


@pytest.fixture(autouse=True)
def _small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cut, "FEWEST", 4)
    monkeypatch.setattr(cut, "MOST", 4)


def in_shards(tiny: Engine, plan: Plan, path: Path, order: int = 1) -> tuple[ShardTable, list[int]]:
    """The table, and the numbers of the shards that were read; ``order`` -1: the last first."""
    shards = Shards(plan)
    table, folder, numbers = ShardTable(shards), ShardFolder(path, len(shards.conditions)), []

    def read(rest: Iterable[Shard]) -> Iterator[tuple[Shard, bytes]]:
        for shard in list(rest)[::order]:
            numbers.append(shard.number)
            yield shard, read_shard([tiny], shard.part, shards.conditions)

    folder.begin(plan.digest, [tiny.fingerprint])
    assert len(list(measured_shards(table, folder, read))) == shards.count
    return table, numbers


def digest_of(table: ShardTable, tiny: Engine) -> str:
    models = models_of(table.shards.plan, [tiny])
    return str(record_of(table, models, table.figures(), "1", "now")["digest"])


@pytest.mark.parametrize("name", PLANS)
def test_readings_and_figures_are_those_of_one_run(tiny: Engine, name: str, tmp_path: Path) -> None:
    plan = PLANS[name]
    whole = Record.of(plan, measure(tiny, plan))

    table, _ = in_shards(tiny, plan, tmp_path / "shards")

    assert asdict(table.figures()) == asdict(whole.figures)
    for columns, row in zip(table.columns, whole.per_item(), strict=True):
        for column, values in zip(columns, row, strict=True):
            assert np.array_equal(column.right, values.right)
            assert np.array_equal(column.says, values.says)
            assert np.array_equal(column.form, values.form)
    folder = ShardFolder(tmp_path / "shards", len(table.shards.conditions))
    text = "".join(csv_parts(folder, table.shards, models_of(plan, [tiny])))
    assert sorted(text.splitlines()) == sorted(whole.to_csv().splitlines())


def test_the_digest_is_that_of_any_order_and_of_a_run_that_goes_on(
    tiny: Engine, tmp_path: Path
) -> None:
    plan = PLANS["draws"]
    first, numbers = in_shards(tiny, plan, tmp_path / "first")
    assert numbers == list(range(6))
    last, _ = in_shards(tiny, plan, tmp_path / "last", order=-1)

    (tmp_path / "last" / "000002.json").unlink()
    torn = tmp_path / "last" / "000004.json"
    torn.write_bytes(torn.read_bytes()[:-40])
    again, numbers = in_shards(tiny, plan, tmp_path / "last")

    assert numbers == [2, 4]
    assert digest_of(first, tiny) == digest_of(last, tiny) == digest_of(again, tiny)


def test_a_shard_that_comes_twice_counts_once(tiny: Engine, tmp_path: Path) -> None:
    shards = Shards(PLANS["draws"])
    folder = ShardFolder(tmp_path / "shards", len(shards.conditions))
    folder.begin(shards.plan.digest, [])

    def read(rest: Iterable[Shard]) -> Iterator[tuple[Shard, bytes]]:
        for shard in rest:
            data = read_shard([tiny], shard.part, shards.conditions)
            yield from [(shard, data), (shard, data)]

    numbers = [shard.number for shard in measured_shards(ShardTable(shards), folder, read)]
    assert numbers == list(range(shards.count))


def test_shards_of_another_plan_or_model_are_never_mixed(tmp_path: Path) -> None:
    folder = ShardFolder(tmp_path / "shards", 1)
    folder.begin("a" * 64, ["fp_1"])
    folder.begin("a" * 64, ["fp_1"])
    for plan, fingerprint in (("b" * 64, "fp_1"), ("a" * 64, "fp_2")):
        with pytest.raises(InvalidRequest, match="holds the shards of another plan"):
            folder.begin(plan, [fingerprint])
    (folder.path / "plan.json").write_text("{")
    with pytest.raises(InvalidRequest, match=r"plan\.json cannot be read"):
        folder.begin("a" * 64, ["fp_1"])


def test_a_full_disk_ends_the_run_in_words_and_what_is_there_stays(
    tiny: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, replace = PLANS["draws"], Path.replace

    def full(path: Path, to: Path) -> Path:
        if to.name == "000003.json":
            raise OSError(28, "No space left on device")
        return replace(path, to)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(RecordNotWritten, match="No space left on device. The shards that"):
        in_shards(tiny, plan, tmp_path / "shards")
    monkeypatch.undo()
    monkeypatch.setattr(cut, "FEWEST", 4)
    monkeypatch.setattr(cut, "MOST", 4)
    assert sorted(path.name for path in (tmp_path / "shards").glob("0*")) == [
        "000000.json", "000001.json", "000002.json",
    ]  # fmt: skip
    _, numbers = in_shards(tiny, plan, tmp_path / "shards")
    assert numbers == [3, 4, 5]


@pytest.mark.parametrize(
    "data",
    [b"[]", b"{}", b"[1]", b'[{"model": 1, "condition": 0, "items": [], "content_free": []}]',
     b'[{"model": 0, "condition": 0, "items": [[-1, -1]], "content_free": []}]'],
)  # fmt: skip
def test_what_is_no_shard_of_this_plan_is_measured_again(data: bytes) -> None:
    shards = Shards(PLANS["draws"])
    part = next(iter(shards)).part
    with pytest.raises(ValueError, match="."):
        readings_in(data, part, len(shards.conditions))


def test_readings_of_another_number_of_items_are_no_shard_of_this_plan(tiny: Engine) -> None:
    shards = Shards(PLANS["draws"])
    part = next(iter(shards)).part
    rows = json.loads(read_shard([tiny], part, shards.conditions))
    short = json.dumps([row | {"items": row["items"][1:]} for row in rows]).encode()
    with pytest.raises(ValueError, match="readings of other questions"):
        readings_in(short, part, len(shards.conditions))


def test_the_cost_is_of_all_prompts_and_an_item_that_does_not_fit_is_noticed(tiny: Engine) -> None:
    shards = Shards(PLANS["draws"])
    (cost,) = shards.costs([tiny])
    assert cost.prompts == 3 * (23 + 6 * 3)
    assert cost.prompt_tokens > cost.computed_tokens > 0

    long = PlanItem("red " * 400, LABELS[0])
    with pytest.raises(ContextLengthExceeded, match="The longest item has"):
        Shards(plan_of(Conditions((0,)), (*ITEMS, long))).costs([tiny])


def test_a_line_of_the_table_has_the_place_among_all_items(tiny: Engine) -> None:
    part: Any = [shard.part for shard in Shards(PLANS["draws"])][1]
    conditions = Shards(PLANS["draws"]).conditions
    readings = readings_in(read_shard([tiny], part, conditions), part, len(conditions))
    lines = list(table_lines(part, (4, 5, 6, 7), models_of(part, [tiny]), conditions, readings))
    assert [line[9] for line in lines[:4]] == ["5", "6", "7", "8"]
