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
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import numpy as np
from scipy import stats

SEED, LEVEL = 20261124, 0.95
Z = stats.norm.ppf(0.975)


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


def score(p: float, n: float) -> tuple[float, float, float]:
    """Wilson 1927: where |p - x| = z sqrt(x (1 - x) / n), solved for x."""
    roots = np.sort(np.roots([1 + Z**2 / n, -(2 * p + Z**2 / n), p * p]).real)
    return p, max(0.0, min(p, roots[0])), min(1.0, max(p, roots[1]))


def variance(values: np.ndarray) -> tuple[float, float]:
    """Two random factors, one value a cell: from the mean squares of the analysis of variance."""
    s, n = values.shape
    rows, columns, mean = values.mean(axis=1), values.mean(axis=0), values.mean()
    ms_rows = n * ((rows - mean) ** 2).sum() / (s - 1)
    ms_columns = s * ((columns - mean) ** 2).sum() / (n - 1)
    rest = ((values - rows[:, None] - columns + mean) ** 2).sum() / ((s - 1) * (n - 1))
    of_rows, of_columns = ms_rows / (s * n), ms_columns / (s * n)
    total = max((ms_rows + ms_columns - rest) / (s * n), of_rows, of_columns)
    if total <= 0:
        return 0.0, n - 1.0
    return total, total**2 / (of_rows**2 / (s - 1) + of_columns**2 / (n - 1))


def share(values: np.ndarray) -> tuple[float, float, float]:
    s, n = values.shape
    p = float(values.mean())
    if s == 1:
        return score(p, n)
    found, freedom = variance(values)
    if found <= 0:
        return score(p, n)
    effective = min(s * n, p * (1 - p) / found)
    return score(p, effective * (Z / stats.t.ppf(0.975, freedom)) ** 2)


def mean(values: np.ndarray) -> tuple[float, float, float]:
    value = float(values.mean())
    if len(values) == 1:
        kinds, counts = np.unique(np.round(values[0], 9), return_counts=True)
        n = values.shape[1]
        drawn = np.random.default_rng(SEED).multinomial(n, counts / n, size=10_000) @ kinds / n
        low, high = np.quantile(drawn, [0.025, 0.975])
        return value, min(value, low), max(value, high)
    found, freedom = variance(values)
    reach = stats.t.ppf(0.975, freedom) * math.sqrt(found) if found > 0 else 0.0
    return value, value - reach, value + reach


def sign_flip(differences: np.ndarray) -> float:
    """Exactly, in whole numbers: how many of all signs give each sum."""
    sums = {0: 1}
    for size in np.abs(differences).astype(int).tolist():
        after: dict[int, int] = {}
        for total, ways in sums.items():
            for signed in (total + size, total - size):
                after[signed] = after.get(signed, 0) + ways
        sums = after
    seen = abs(int(differences.sum()))
    far = sum(ways for total, ways in sums.items() if abs(total) >= seen)
    return float(Fraction(far, sum(sums.values())))


def holm(ps: list[float]) -> list[float]:
    order, found, before = np.argsort(ps, kind="stable"), [0.0] * len(ps), 0.0
    for rank, place in enumerate(order):
        before = max(before, min(1.0, ps[place] * (len(ps) - rank)))
        found[place] = before
    return found


def spread(values: np.ndarray) -> tuple[float, float, float]:
    """The range of the means; max-t bootstrap over items (Romano and Wolf 2005)."""
    means, n = values.mean(axis=1), values.shape[1]
    pairs = list(combinations(range(len(values)), 2))
    moved = np.array([values[a] - values[b] for a, b in pairs])
    errors = moved.std(axis=1, ddof=1) / math.sqrt(n)
    used = errors > 1e-12 / math.sqrt(n)
    value = float(means.max() - means.min())
    reach = 0.0
    if used.any():
        random, largest = np.random.default_rng(SEED), []
        for _ in range(10):
            weights = random.multinomial(n, [1 / n] * n, size=200) / n
            away = weights @ moved[used].T - moved[used].mean(axis=1)
            largest.append(np.abs(away / errors[used]).max(axis=1))
        few = stats.t.ppf(0.975, n - 1) / Z
        farthest = pairs.index(tuple(sorted((int(means.argmin()), int(means.argmax())))))
        reach = few * float(np.quantile(np.concatenate(largest), LEVEL)) * errors[farthest]
    return value, max(0.0, value - reach), min(1.0, value + reach)


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
            of = share if name in ("right", "calibrated") else mean
            found.take(name, one[name], of(tables[name][rows]))
    _comparisons(found, figures, cells, tables["right"])
    for line in figures["slopes"]:
        levels = np.array([cells[place]["labels"] for place in line["cells"]], float)
        stacked = [tables["right"][cells[place]["conditions"]] for place in line["cells"]]
        flat = np.array(stacked).reshape(len(levels), -1)
        by_cell = np.polyfit(levels, flat, 1)[0].reshape(stacked[0].shape)
        found.take("slope", line["slope"], mean(by_cell))
    for one in figures["spreads"]:
        groups = [[place] for place in one["among"]]
        if one["factor"] == "format":
            groups = [cells[place]["conditions"] for place in one["among"]]
        values = np.array([tables[one["measure"]][rows].mean(axis=0) for rows in groups])
        found.take("range", one["spread"]["range"], spread(values))
        found.take("deviation", one["spread"]["deviation"], stats.tstd(values.mean(axis=1)))
    return found


def _comparisons(found: Worst, figures: dict, cells: list, right: np.ndarray) -> None:
    ps = []
    for one in figures["comparisons"]:
        before, after = (right[cells[one["pair"][at]]["conditions"]] for at in ("before", "after"))
        moved = after - before
        ps.append(sign_flip(moved.sum(axis=0)))
        found.take("p", one["difference"]["p"], ps[-1])
        found.take("change", one["difference"]["change"], mean(moved))
    for one, corrected in zip(figures["comparisons"], holm(ps), strict=True):
        found.take("holm", one["difference"]["holm"], corrected)


if __name__ == "__main__":
    record = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    result = dict(statistics(record))
    if len(sys.argv) > 2:
        result["probability"], result["read"] = worst_probability(record, sys.argv[2])
    print(json.dumps(result))
