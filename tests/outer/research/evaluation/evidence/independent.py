"""A record computed again by other means: `python independent.py RECORD FOLDER`.

FOLDER is one that transformers reads, or that holds a GGUF file. Uses transformers, numpy and
scipy, and nothing of ours: prompts are put together from the plan, read by transformers' model, and
every figure is computed from the readings by its published definition. Bootstraps draw by numpy's
generator from seed 20261124, which is part of their definition. Prints one JSON object: the largest
deviation of each kind.
"""

from __future__ import annotations

import json
import math
import sys
from itertools import combinations
from pathlib import Path

import numpy as np
from scipy import optimize, stats

SEED, LEVEL = 20261124, 0.95


# --- prompts and probabilities ---


def prompts(record: dict, condition: dict) -> list[tuple[str, list[str]]]:
    plan = record["plan"]
    template = condition["template"].replace("{reasoning}", "")
    start = plan["prompt"].get("instruction") or ""
    start += "\n\n" if start else ""
    for shot in condition["shots"]:
        start += template.replace("{input}", shot["input"], 1).replace("{output}", shot["output"])
    names, shared = dict(condition["names"]), [one["text"] for one in plan["prompt"]["labels"]]
    found, sets = [], []
    for item in plan["items"]:
        labels = item["labels"] or shared
        found.append((item["input"], [names.get(label, label) for label in labels]))
        if labels not in sets:
            sets.append(labels)
    free = plan["conditions"]["content_free"]
    found += [(text, [names.get(label, label) for label in one]) for one in sets for text in free]
    before = template.partition("{output}")[0]
    return [(start + before.replace("{input}", text), labels) for text, labels in found]


class Reader:
    def __init__(self, folder: str) -> None:
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer

        torch.set_num_threads(1)
        self.torch = torch
        gguf = next((path.name for path in Path(folder).glob("*.gguf")), None)
        self.tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=gguf)
        self.model = AutoModelForCausalLM.from_pretrained(
            folder, gguf_file=gguf, dtype=torch.float32
        ).eval()

    def encode(self, text: str) -> list[int]:
        return self.tokenizer(text, add_special_tokens=False)["input_ids"]

    def logprobs(self, prompt: str, labels: list[str]) -> list[float]:
        return [self.logprob(prompt, label) for label in labels]

    def logprob(self, prompt: str, label: str) -> float:
        before, whole = self.encode(prompt), self.encode(prompt + label)
        own = whole[len(before) :] if whole[: len(before)] == before else self.encode(label)
        ids = self.torch.tensor([before + own])
        with self.torch.no_grad():
            logits = self.model(ids).logits[0].double()
        each = self.torch.log_softmax(logits[len(before) - 1 : -1], dim=-1)
        return float(sum(each[place, token] for place, token in enumerate(own)))


def worst_probability(record: dict, folder: str) -> tuple[float, int]:
    reader, worst, count = Reader(folder), 0.0, 0
    for condition, readings in zip(record["conditions"], record["readings"][0], strict=True):
        seen = readings["items"] + readings["content_free"]
        for (prompt, labels), ours in zip(prompts(record, condition), seen, strict=True):
            theirs = reader.logprobs(prompt, labels)
            pairs = zip(ours, theirs, strict=True)
            worst = max(worst, *(abs(math.exp(a) - math.exp(b)) for a, b in pairs))
            count += len(labels)
    return worst, count


# --- what was right, from the readings ---


def table(record: dict, measure: str) -> np.ndarray:
    """(conditions, items)."""
    plan, rows = record["plan"], []
    shared = [one["text"] for one in plan["prompt"]["labels"]]
    free = len(plan["conditions"]["content_free"])
    for readings in record["readings"][0]:
        row, sets = [], []
        for item, logprobs in zip(plan["items"], readings["items"], strict=True):
            labels = item["labels"] or shared
            if labels not in sets:
                sets.append(labels)
            answer, p = labels.index(item["expected"]), np.exp(logprobs)
            if measure == "form":
                row.append(math.fsum(p))
            elif measure == "choice":
                row.append(p[answer] / math.fsum(p))
            elif measure == "right":
                row.append(float(wins(list(logprobs), answer)))
            else:
                at = sets.index(labels) * free
                base = np.log(np.exp(readings["content_free"][at : at + free]).mean(axis=0))
                row.append(float(wins(list(np.array(logprobs) - base), answer)))
        rows.append(row)
    return np.array(rows)


def wins(values: list[float], place: int) -> bool:
    return all(values[place] > value for at, value in enumerate(values) if at != place)


# --- statistics by their definitions ---


def score(p: float, n: float, q: float) -> tuple[float, float, float]:
    """Wilson 1927: where |p - x| = q sqrt(x (1 - x) / n), solved for x."""
    roots = np.sort(np.roots([1 + q**2 / n, -(2 * p + q**2 / n), p * p]).real)
    return p, max(0.0, min(p, roots[0])), min(1.0, max(p, roots[1]))


def tango(gained: float, lost: float, n: float, delta: float) -> float:
    """Tango 1998, with the likeliest share of lost items as a root of his quadratic."""
    terms = [2 * n, -n * (gained + lost) + n * (2 - gained + lost) * delta,
             -n * lost * delta * (1 - delta)]  # fmt: skip
    share = max(np.roots(terms).real)
    error = math.sqrt(max(0.0, 2 * share + delta * (1 - delta)) / n)
    return 0.0 if gained - lost == delta else (gained - lost - delta) / error if error else math.inf


def parts(values: np.ndarray) -> tuple[float, float, float]:
    """The variance of the mean, and what draws and items contribute to it: from the mean squares of
    the analysis of variance of two random factors, one value a cell."""
    s, n = values.shape
    rows, columns, mean = values.mean(axis=1), values.mean(axis=0), values.mean()
    of_columns = ((columns - mean) ** 2).sum() / (n * (n - 1))
    if s == 1:
        return of_columns, 0.0, of_columns
    of_rows = ((rows - mean) ** 2).sum() / (s * (s - 1))
    rest = ((values - rows[:, None] - columns + mean) ** 2).sum() / ((s - 1) * (n - 1)) / (s * n)
    least = values.var() / values.size
    total = max(of_rows + of_columns - rest, of_rows, of_columns, least)
    return total, of_rows, max(0.0, of_columns - rest)


def whole(values: np.ndarray) -> bool:
    return bool((values == np.round(values)).all())


def quantile(values: np.ndarray, alpha: float) -> float:
    """Of the mean, in standard errors: each part by Student's t with its own count less one."""
    (s, n), (total, of_rows, of_columns) = values.shape, parts(values)
    if s == 1 and whole(values):
        return float(stats.norm.isf(alpha / 2))
    by_items = float(stats.t.isf(alpha / 2, n - 1))
    if s == 1 or total <= 1e-20:
        return by_items
    by_draws = float(stats.t.isf(alpha / 2, s - 1))
    reach = by_draws**2 * of_rows + by_items**2 * of_columns
    return max(math.sqrt(reach / total), by_items)


def independent(values: np.ndarray, each: float) -> float:
    n = values.shape[1]
    return n if each <= 1e-20 else each / max(parts(values)[0], 1e-20) * n / (n - 1)


def share(values: np.ndarray) -> tuple[float, float, float]:
    p, n = float(values.mean()), independent(values, float(values.mean() * (1 - values.mean())))
    if whole(values):
        n = min(n, values.shape[1] * math.sqrt(len(values)))
    return score(p, n, quantile(values, 1 - LEVEL))


def counted(values: np.ndarray) -> tuple[float, float, float]:
    gained, lost = float(values.clip(0).mean()), float((-values).clip(0).mean())
    return gained, lost, independent(values, gained + lost - (gained - lost) ** 2)


def test(values: np.ndarray) -> float:
    """Two-sided p: McNemar's, or the score test's where that is larger or the only one."""
    statistic = abs(tango(*counted(values), 0.0))
    if len(values) == 1 and whole(values):
        rose, fell = int((values > 0).sum()), int((values < 0).sum())
        exact = stats.binomtest(rose, rose + fell).pvalue if rose + fell else 1.0
        return max(float(exact), float(2 * stats.norm.sf(statistic)))
    if len(values) == 1:
        return float(2 * stats.t.sf(statistic, values.shape[1] - 1))
    if statistic <= quantile(values, 0.9999):
        return 1.0
    away = lambda alpha: quantile(values, math.exp(alpha)) - statistic  # noqa: E731
    return math.exp(optimize.brentq(away, math.log(1e-15), math.log(0.9999), xtol=1e-13))


def change(values: np.ndarray, level: float, q: float = 0.0) -> tuple[float, float, float]:
    gained, lost, n = counted(values)
    value, q = gained - lost, q or quantile(values, 1 - level)

    def bound(end: float) -> float:
        if abs(tango(gained, lost, n, end)) <= q:
            return end
        out = lambda delta: abs(tango(gained, lost, n, delta)) - q  # noqa: E731
        return float(optimize.brentq(out, value, end, xtol=1e-14))

    low, high = bound(-1.0), bound(1.0)
    return (
        (value, min(low, 0.0), max(high, 0.0)) if test(values) >= 1 - level else (value, low, high)
    )


def holm(ps: list[float]) -> list[float]:
    order, found, before = np.argsort(ps, kind="stable"), [0.0] * len(ps), 0.0
    for rank, place in enumerate(order):
        before = max(before, min(1.0, ps[place] * (len(ps) - rank)))
        found[place] = before
    return found


def spread(values: np.ndarray, level: float) -> tuple[tuple[float, float, float], float]:
    """The range of the means of one draw, and its p: whole items' signs are flipped, and the
    largest statistic of all pairs counts (Westfall and Young 1993)."""
    means, n = values.mean(axis=1), values.shape[1]
    moved = np.array([values[b] - values[a] for a, b in combinations(range(len(values)), 2)])
    away = ((values - values[means.argmin()]) ** 2).mean(axis=1)
    highest = max(range(len(values)), key=lambda at: (means[at], away[at]))
    farthest = (values[highest] - values[means.argmin()])[None]
    used = (moved**2).sum(axis=1) > 1e-24
    widest = quantile(farthest, (1 - level) / len(moved))
    if len(moved) == 1 or not used.any():
        found, p = change(farthest, level, widest), min(1.0, len(moved) * test(farthest))
    else:
        signs = np.random.default_rng(SEED).integers(0, 2, (9_999, n)) * 2 - 1
        sizes = np.sqrt((moved[used] ** 2).sum(axis=1))
        largest = np.abs(signs @ (moved[used] / sizes[:, None]).T).max(axis=1)
        seen = farthest.sum() / math.sqrt((farthest**2).sum()) if farthest.any() else 0.0
        p = (1 + int((largest >= seen - 1e-9).sum())) / 10_000
        flipped = float(np.quantile(largest, level, method="higher"))
        least = quantile(farthest, 1 - level) if p >= 1 - level else 0.0
        found = change(farthest, level, min(widest, max(flipped, least)))
    value, low, high = found
    return (value, max(0.0, 0.0 if p >= 1 - level else low), high), p


# --- the comparison ---


class Worst(dict):
    def take(self, kind: str, ours: object, theirs: object) -> None:
        values = list(ours.values()) if isinstance(ours, dict) else [ours]
        other = list(theirs) if isinstance(theirs, tuple) else [theirs]
        away = max(abs(a - b) for a, b in zip(values, other, strict=True))
        self[kind] = max(self.get(kind, 0.0), away)
        self["compared"] = self.get("compared", 0) + len(values)


def statistics(record: dict) -> Worst:
    found, figures = Worst(), record["figures"]
    free = bool(record["plan"]["conditions"]["content_free"])
    names = ["right", "form", "choice", *(["calibrated"] if free else [])]
    tables = {name: table(record, name) for name in names}
    cells = [one["cell"] for one in figures["cells"]]
    for one in figures["cells"]:
        rows = one["cell"]["conditions"]
        for name in names:
            found.take(name, one[name], share(by_draw(record, rows, tables[name])))
    _comparisons(found, record, cells, tables)
    for line in figures["slopes"]:
        levels = np.array([cells[place]["labels"] for place in line["cells"]], float)
        stacked = [tables["right"][cells[place]["conditions"]] for place in line["cells"]]
        flat = np.array(stacked).reshape(len(levels), -1)
        by_cell = np.polyfit(levels, flat, 1)[0].reshape(stacked[0].shape)
        steepest = float(
            (levels - levels.mean()).clip(0).sum() / ((levels - levels.mean()) ** 2).sum()
        )
        ends = change(np.round(by_cell / steepest, 12), LEVEL)
        found.take("slope", line["slope"], tuple(steepest * end for end in ends))
    for one in figures["spreads"]:
        groups = [[place] for place in one["among"]]
        if one["factor"] == "format":
            groups = [cells[place]["conditions"] for place in one["among"]]
        values = np.array([tables[one["measure"]][rows].mean(axis=0) for rows in groups])
        of_range, p = spread(values, one["spread"]["level"])
        found.take("range", one["spread"]["range"], of_range)
        found.take("range p", one["spread"]["p"], p)
        found.take("deviation", one["spread"]["deviation"], stats.tstd(values.mean(axis=1)))
    return found


def by_draw(record: dict, rows: list[int], values: np.ndarray) -> np.ndarray:
    draws = [record["conditions"][row]["draw"] for row in rows]
    return np.array([
        values[[row for row, of in zip(rows, draws, strict=True) if of == draw]].mean(axis=0)
        for draw in dict.fromkeys(draws)
    ])  # fmt: skip


def _comparisons(found: Worst, record: dict, cells: list, tables: dict) -> None:
    right = [by_draw(record, cell["conditions"], tables["right"]) for cell in cells]
    figures, places = record["figures"], ("before", "after")
    sides = [[right[one["pair"][at]] for at in places] for one in figures["comparisons"]]
    judged(found, figures["comparisons"], sides)
    fair = [
        [
            right[one["cell"]],
            by_draw(record, cells[one["cell"]]["conditions"], tables["calibrated"]),
        ]
        for one in figures["calibrations"]
    ]
    judged(found, figures["calibrations"], fair)


def judged(found: Worst, compared: list, sides: list) -> None:
    ps = [test(after - before) for before, after in sides]
    for one, (before, after), p in zip(compared, sides, ps, strict=True):
        found.take("p", one["difference"]["p"], p)
        found.take(
            "change",
            one["difference"]["change"],
            change(after - before, one["difference"]["level"]),
        )
    for one, corrected in zip(compared, holm(ps), strict=True):
        found.take("holm", one["difference"]["holm"], corrected)


if __name__ == "__main__":
    record = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    result = dict(statistics(record))
    if len(sys.argv) > 2:
        result["probability"], result["read"] = worst_probability(record, sys.argv[2])
    print(json.dumps(result))
