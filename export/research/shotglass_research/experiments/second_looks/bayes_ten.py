"""Lesson 21 again, with ten other seeds; the rule was written before the run.

Three seeds of ``bayes.py`` left an interval from 6 to 43 percent about the transformer's share of
24, on both sides of the quarter that its rule asks for.
"""

from __future__ import annotations

from ..experiment import Experiment
from ..in_context.bayes import _holds, run

EXPERIMENT = Experiment(
    lesson="bayes-ten",
    question="Does a small transformer, trained on documents of five hidden Markov chains, learn "
    "from the examples in a prompt what Bayes' rule makes of them, over ten seeds?",
    hypothesis="Yes: after eight examples its predictions are near those of the exact posterior, "
    "compared with those of a reader who takes nothing from the examples.",
    rule="Written after a run with three seeds, which did not tell (24 %, from 6 to 43): these ten "
    "are others, and nothing else is changed. The divergence (KL) of the transformer's prediction "
    "from the exact one, after eight examples, is divided by that of a reader who knows the chains "
    "but reads the last example alone. It held if the 95 % interval of this share over ten seeds "
    "(Student's t), each with five chains of its own, is below 0.25. It is refuted if the whole "
    "interval is above 0.25.",
    null="The interval holds 0.25. What the LSTM gives is shown, and judges nothing.",
    counted="prompts",
    seeds=tuple(range(4, 14)),
    minutes=18,
    run=run,
    invariant="Before any example both readers agree, each chain is as likely as any other, and no "
    "divergence is below 0.",
    holds=_holds,
)
