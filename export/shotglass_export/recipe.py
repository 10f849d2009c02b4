"""A training run, written down: a recipe's TOML as frozen dataclasses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Literal, get_args

from shotglass.architecture import Experts
from shotglass.bounds import Bound, Rule
from shotglass.contract import ID_PATTERN
from shotglass.errors import RecipeInvalid
from shotglass.parsing import Unfit

from .toml_file import read_toml
from .tuning import LoraRecipe, RowsRecipe

Objective = Literal["next-token", "masked"]
Precision = Literal["bf16", "fp32"]
Family = Literal["gpt1", "gpt2", "gpt3", "bert", "llama"]

RECIPE_TEXT = "recipe-text"  # the source that is written in the recipe itself
SPECIAL_TOKENS = ("<|endoftext|>", "<|mask|>", "<|start|>", "<|delim|>", "<|extract|>")
FAMILIES: tuple[str, ...] = get_args(Family)
BYTES = 256
LEAST_VOCABULARY = len(SPECIAL_TOKENS) + BYTES
LARGEST_SIZE = 1 << 20  # of anything in [model]; beyond it no machine holds the weights
LARGEST_VOCABULARY = 1 << 16  # token ids are stored as uint16
_MANY, _LARGE = 1 << 53, 1e18

Count = Annotated[int, Bound(0, _MANY, whole=True)]
Tokens = Annotated[int, Bound(1, _MANY, whole=True)]
Size = Annotated[int, Bound(1, LARGEST_SIZE, whole=True)]
Length = Annotated[int, Bound(2, LARGEST_SIZE, whole=True)]
Share = Annotated[float, Bound(0, 1)]
Weight = Annotated[float, Bound(0, _LARGE)]
Epochs = Annotated[float, Bound(0, 10_000, above=True)]
Betas = Annotated[
    tuple[float, float],
    Rule("two numbers from 0 to below 1", lambda betas: all(0 <= beta < 1 for beta in betas)),
]
Shots = Annotated[tuple[Count, ...], Rule("a list of whole numbers from 0", bool)]
ShotRange = Annotated[
    tuple[Count, Count],
    Rule("two whole numbers, the smaller first,", lambda shots: shots[0] <= shots[1]),
]
Sources = Annotated[
    tuple[str, ...],
    Rule(f'a list of names such as ["children"], or ["{RECIPE_TEXT}"] beside '
         'files = ["my.txt"] for text of your own,'),
]  # fmt: skip
Name = Annotated[
    str,
    Rule("a name of lower-case letters, digits, dots, dashes and underscores, 64 at most,",
         ID_PATTERN.fullmatch),
]  # fmt: skip


@dataclass(frozen=True)
class DataRecipe:
    """The ``[data]`` table.

    ``repeat``: how often a source's documents are in one epoch (1 if not named; 0.5 keeps every
    other one). ``text`` and ``files`` are what the source "recipe-text" consists of; ``words`` is
    the whole vocabulary of the tokenizer "words". ``lexicon``: whether words for episodes are
    chosen from the text, each to be one token of the tokenizer "bpe". ``rows``: questions with
    answers in place of text. A recipe without ``[model]`` has the tokenizer of its ``start``.
    """

    sources: Sources = ()
    tokenizer: Literal["bpe", "words"] = "bpe"
    vocabulary: Annotated[int, Bound(LEAST_VOCABULARY, LARGEST_VOCABULARY, whole=True)] = 6144
    held_out: Annotated[float, Bound(0, 0.5)] = 0.02  # share of each source's documents
    repeat: Mapping[str, Weight] = field(default_factory=dict)
    text: str = ""
    files: tuple[Path, ...] = ()
    words: tuple[str, ...] = ()
    lexicon: bool = False
    rows: RowsRecipe | None = None

    def __post_init__(self) -> None:
        sources = list(self.sources)
        if self.rows is not None and sources:
            why = "a recipe has sources of text or [data.rows], not both"
            raise Unfit(("sources",), sources, why)
        if self.rows is None and not sources:
            why = (
                f'a list of names such as ["children"], ["{RECIPE_TEXT}"] beside files = '
                '["my.txt"] for text of your own, or a table [data.rows] was expected'
            )
            raise Unfit(("sources",), sources, why)
        if len(set(sources)) < len(sources):
            raise Unfit(("sources",), sources, "different names are needed")
        for name in self.repeat:
            if name not in sources:
                raise Unfit(("repeat",), name, f"the sources are {', '.join(sources)}")
        if (RECIPE_TEXT in sources) != bool(self.text or self.files):
            raise Unfit(
                ("sources",), sources,
                f'"{RECIPE_TEXT}" goes together with text = "..." or files = [...]',
            )  # fmt: skip
        if (self.tokenizer == "words") != bool(self.words):
            why = 'tokenizer = "words" needs words, no other'
            raise Unfit(("words",), list(self.words), why)
        if self.lexicon and self.tokenizer == "words":
            raise Unfit(("lexicon",), True, 'only tokenizer = "bpe" goes together with a lexicon')

    def beside(self, folder: Path) -> DataRecipe:
        """Returns the recipe with its files relative to ``folder``. Raises RecipeInvalid for one
        that is not there."""
        files = tuple(folder / name for name in self.files)
        rows = self.rows and replace(self.rows, file=folder / self.rows.file)
        keyed = [
            *(("files", path) for path in files),
            *([("rows.file", rows.file)] if rows else []),
        ]
        for key, path in keyed:
            if not path.is_file():
                raise RecipeInvalid(f"data.{key} = {str(path)!r}: there is no such file.")
        return replace(self, files=files, rows=rows)


@dataclass(frozen=True)
class ModelRecipe:
    """The ``[model]`` table: a family and the sizes in which its members differ.

    What is None is the family's own choice. ``window``: tokens a banded layer sees, itself counted.
    ``experts``: feed-forward parts a layer, one of which a router chooses for each token; 0: one
    part for all.
    """

    family: Family
    layers: Size
    width: Size
    heads: Size
    context: Length
    kv_heads: Size | None = None
    ffn_width: Size | None = None
    window: Size | None = None
    experts: Experts = 0

    def __post_init__(self) -> None:
        if self.width % self.heads:
            why = f"heads must divide the width, which is {self.width}"
            raise Unfit(("heads",), self.heads, why)
        if self.heads % (self.kv_heads or 1):
            why = f"kv_heads must divide heads, which is {self.heads}"
            raise Unfit(("kv_heads",), self.kv_heads, why)
        if self.family == "llama" and self.width // self.heads % 2:
            raise Unfit(
                ("heads",), self.heads,
                f"rotary positions need an even head size, and {self.width} / {self.heads} is odd",
            )  # fmt: skip


@dataclass(frozen=True)
class TrainingRecipe:
    """The ``[training]`` table. Rates and fractions as in AdamW and in warm-up, stay, decay (WSD).

    ``tokens`` in all, ``batch`` rows of ``length`` tokens a step, over all processes. ``warmup``
    and ``cooldown`` are fractions of the run. ``epochs``, in place of ``tokens``: how often all of
    the training text or rows is read. ``start``: another run, whose weights and optimiser
    this one goes on from, or a model folder, whose weights it begins with; a path is from the
    recipe's folder; empty for random weights. Without ``[model]`` it is the id of a model that is
    here, or a path to whatever can be imported, and gives shape and tokenizer as well. ``lora``:
    an adapter is trained, and the start's weights stay. ``train_embedding``: whether the token
    table learns too. Where it does not, a token that is only read in ``start``'s text, and in none
    of this run's, is told by the same features as all others.
    """

    batch: Size
    length: Length
    tokens: Tokens = 0  # not given
    epochs: Epochs | None = None
    objective: Objective = "next-token"
    learning_rate: Share = 2e-3
    warmup: Share = 0.02
    cooldown: Share = 0.2
    weight_decay: Weight = 0.1
    betas: Betas = (0.9, 0.99)
    clip: Annotated[float, Bound(1e-9, _LARGE)] = 1.0
    compile: bool = True
    precision: Precision = "bf16"
    start: str = ""
    train_embedding: bool = True
    lora: LoraRecipe | None = None

    def __post_init__(self) -> None:
        if bool(self.tokens) == (self.epochs is not None):
            why = "a run is as long as tokens say, or as epochs say: one of the two is needed"
            raise Unfit(("tokens",), self.tokens, why)
        if self.warmup + self.cooldown > 1:
            why = f"with a warmup of {self.warmup:g} that is more than the whole run"
            raise Unfit(("cooldown",), self.cooldown, why)
        if not (self.train_embedding or self.start):
            raise Unfit(
                ("train_embedding",), False,
                "a table of random numbers would stay one: name a run to go on from with start",
            )  # fmt: skip

    @property
    def steps(self) -> int:
        """Returns as many whole steps as hold ``tokens``, at least one."""
        assert self.tokens, "a recipe that says epochs is of no data yet"
        return max(1, round(self.tokens / (self.batch * self.length)))


@dataclass(frozen=True)
class Stage:
    """One of ``[[stages]]``: up to fraction ``until`` of the run, what a batch's rows are made of.

    ``prose``: share of rows that are prose; the rest are episodes of the families in ``episodes``,
    by weight, with ``shots`` examples from the first number to the second. The shares from
    ``natural`` to ``input_weight`` are as in ``data.episodes.EpisodeMix``.
    ``chains``: in place of episodes, Markov chains over the recipe's ``words``, one a row.
    """

    until: Share = 1.0
    prose: Share = 1.0
    episodes: Mapping[str, Weight] = field(default_factory=dict)
    shots: ShotRange = (2, 12)
    natural: Share = 0.25
    word_names: Share = 0.0
    dense: Share = 0.5
    varied: Share = 0.0
    written: Share = 0.0
    everyday: Share = 0.0
    coined: Share = 0.0
    input_weight: Share = 0.0
    chains: bool = False

    def __post_init__(self) -> None:
        if self.chains and self.episodes:
            raise Unfit(("chains",), True, "a stage has episodes or chains, not both")
        if self.prose < 1 and not (self.chains or any(self.episodes.values())):
            raise Unfit(
                ("prose",), self.prose,
                "the other rows need families: episodes = { lookup = 0.5, category = 0.5 }",
            )  # fmt: skip


@dataclass(frozen=True)
class ProbesRecipe:
    """The ``[probes]`` table: every how many steps the model is examined, and on what.

    ``queries``: questions of a family and split, at most; ``shots``: numbers of examples.
    ``dense``: questions are written as the densest training episodes are.
    """

    every: Tokens = 250
    queries: Tokens = 200
    shots: Shots = (0, 1, 2, 4, 8)
    dense: bool = False


@dataclass(frozen=True)
class Recipe:
    """The whole file. ``publish``: a model folder is made of the run when it is done. ``model``:
    None where the model is the one that ``training.start`` names (fine-tuning)."""

    name: Name
    data: DataRecipe
    training: TrainingRecipe
    model: ModelRecipe | None = None
    seed: Count = 0
    stages: tuple[Stage, ...] = (Stage(),)
    probes: ProbesRecipe = ProbesRecipe()
    publish: bool = False

    def __post_init__(self) -> None:
        """Checks what no table can know alone."""
        if self.model is None:
            self._check_tuning()
        else:
            self._check_model(self.model)
        untils = [stage.until for stage in self.stages]
        if untils != sorted(set(untils)) or untils[-1:] < [1]:
            why = "until must rise from stage to stage, to 1.0 at the last"
            raise Unfit(("stages",), untils, why)
        if self.has_chains and len(self.data.words) < 2:
            why = "the states of chains are the words of data.words, two or more"
            raise Unfit(("data", "words"), list(self.data.words), why)

    def _check_model(self, model: ModelRecipe) -> None:
        training = self.training
        if training.length > model.context:
            why = f"the model's context is {model.context}: a shorter length or a larger context"
            raise Unfit(("training", "length"), training.length, why)
        if (training.objective == "masked") != (model.family == "bert"):
            why = f'"masked" goes with the family "bert" and with no other; here {model.family}'
            raise Unfit(("training", "objective"), training.objective, why)
        if self.data.rows or training.lora:
            place = ("data", "rows") if self.data.rows else ("training", "lora")
            why = "they go together with a start that gives the model too: leave [model] out"
            raise Unfit(place, "given", why)

    def _check_tuning(self) -> None:
        training = self.training
        if not training.start:
            why = "a recipe without [model] names the model to go on from"
            raise Unfit(("training", "start"), training.start, why)
        if training.objective != "next-token":
            why = "a model that was imported is trained on the next token"
            raise Unfit(("training", "objective"), training.objective, why)
        if any(stage.prose < 1 for stage in self.stages):
            why = "episodes and chains have a tokenizer of their own: give [model]"
            raise Unfit(("stages",), "prose below 1", why)

    def of_data(self, read: int) -> Recipe:
        """Returns the recipe with ``tokens`` in place of ``epochs``; ``read`` are the tokens of an
        epoch."""
        if self.training.epochs is None:
            return self
        tokens = max(1, round(self.training.epochs * read))
        return replace(self, training=replace(self.training, tokens=tokens, epochs=None))

    @property
    def has_chains(self) -> bool:
        return any(stage.chains for stage in self.stages)

    @property
    def has_everyday(self) -> bool:
        """Whether episodes have everyday nouns or coined names."""
        return any(stage.everyday or stage.coined for stage in self.stages)

    def stage(self, step: int) -> Stage:
        """Returns the stage of step ``step``, counted from 0."""
        done = step / self.training.steps
        return next((stage for stage in self.stages if done < stage.until), self.stages[-1])


def read_recipe(path: Path) -> Recipe:
    """Raises RecipeInvalid: one sentence that names key, value and way out."""
    recipe = read_toml(path, Recipe)
    return replace(recipe, data=recipe.data.beside(path.parent))


PACKAGE = Path(__file__).parent
SHIPPED = (PACKAGE / "recipes", PACKAGE.parent / "recipes")  # in a wheel, in a checkout


def find_recipe(path: Path) -> Path:
    """``path``, or where there is no such file the shipped recipe of its name."""
    names = (path.name, f"{path.name}.toml")
    shipped = (folder / name for folder in SHIPPED for name in names)
    return (
        path
        if path.exists()
        else next((candidate for candidate in shipped if candidate.is_file()), path)
    )
