"""A training run, written down: a recipe's TOML as frozen dataclasses (standard library only)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast, get_args

from shotglass.contract import ID_PATTERN

from .toml_table import Table, read_toml

Objective = Literal["next-token", "masked"]
Precision = Literal["bf16", "fp32"]
OBJECTIVES: tuple[str, ...] = get_args(Objective)
PRECISIONS: tuple[str, ...] = get_args(Precision)

RECIPE_TEXT = "recipe-text"  # the source that is written in the recipe itself
SPECIAL_TOKENS = ("<|endoftext|>", "<|mask|>", "<|start|>", "<|delim|>", "<|extract|>")
FAMILIES = ("gpt1", "gpt2", "gpt3", "bert", "llama")
BYTES = 256
LEAST_VOCABULARY = len(SPECIAL_TOKENS) + BYTES
LARGEST_SIZE = 1 << 20  # of anything in [model]; beyond it no machine holds the weights
LARGEST_VOCABULARY = 1 << 16  # token ids are stored as uint16


@dataclass(frozen=True)
class DataRecipe:
    """The ``[data]`` table.

    ``repeat``: how often a source's documents are in one epoch (1 if not named; 0.5 keeps every
    other one). ``text`` and ``files`` are what the source "recipe-text" consists of; ``words`` is
    the whole vocabulary of the tokenizer "words". ``lexicon``: whether words for episodes are
    chosen from the text, each to be one token of the tokenizer "bpe".
    """

    sources: tuple[str, ...]
    tokenizer: str = "bpe"  # or "words"
    vocabulary: int = 6144
    held_out: float = 0.02  # share of each source's documents
    repeat: Mapping[str, float] = field(default_factory=dict)
    text: str = ""
    files: tuple[Path, ...] = ()
    words: tuple[str, ...] = ()
    lexicon: bool = False

    @classmethod
    def read(cls, table: Table, folder: Path) -> DataRecipe:
        """``folder``: where the recipe is, which its ``files`` are relative to.

        Raises RecipeInvalid.
        """
        recipe = cls(
            sources=table.texts("sources"),
            tokenizer=table.choice("tokenizer", ("bpe", "words"), cls.tokenizer),
            vocabulary=table.integer(
                "vocabulary", cls.vocabulary, least=len(SPECIAL_TOKENS) + BYTES
            ),
            held_out=table.number("held_out", cls.held_out, most=0.5),
            repeat=table.shares("repeat"),
            text=table.text("text", cls.text),
            files=tuple(folder / name for name in table.texts("files", ())),
            words=table.texts("words", cls.words),
            lexicon=table.flag("lexicon", cls.lexicon),
        )
        table.end()
        recipe._check(table)
        return recipe

    def _check(self, table: Table) -> None:
        if not self.sources or len(set(self.sources)) < len(self.sources):
            table.refuse("sources", list(self.sources), "one or more different names are needed")
        if self.vocabulary > LARGEST_VOCABULARY:
            table.refuse("vocabulary", self.vocabulary, f"{LARGEST_VOCABULARY} is the largest")
        for name in self.repeat:
            if name not in self.sources:
                table.refuse("repeat", name, f"the sources are {', '.join(self.sources)}")
        if (RECIPE_TEXT in self.sources) != bool(self.text or self.files):
            table.refuse(
                "sources", list(self.sources),
                f'"{RECIPE_TEXT}" goes together with text = "..." or files = [...]',
            )  # fmt: skip
        for path in self.files:
            if not path.is_file():
                table.refuse("files", str(path), "there is no such file")
        if (self.tokenizer == "words") != bool(self.words):
            table.refuse("words", list(self.words), 'tokenizer = "words" needs words, no other')
        if self.lexicon and self.tokenizer == "words":
            table.refuse("lexicon", True, 'only tokenizer = "bpe" goes together with a lexicon')


@dataclass(frozen=True)
class ModelRecipe:
    """The ``[model]`` table: a family and the sizes in which its members differ.

    What is None is the family's own choice. ``window``: tokens a banded layer sees, itself counted.
    """

    family: str
    layers: int
    width: int
    heads: int
    context: int
    kv_heads: int | None = None
    ffn_width: int | None = None
    window: int | None = None

    @classmethod
    def read(cls, table: Table) -> ModelRecipe:
        recipe = cls(
            family=table.choice("family", FAMILIES),
            layers=table.integer("layers", least=1, most=LARGEST_SIZE),
            width=table.integer("width", least=1, most=LARGEST_SIZE),
            heads=table.integer("heads", least=1, most=LARGEST_SIZE),
            context=table.integer("context", least=2, most=LARGEST_SIZE),
            kv_heads=table.optional_integer("kv_heads", least=1, most=LARGEST_SIZE),
            ffn_width=table.optional_integer("ffn_width", least=1, most=LARGEST_SIZE),
            window=table.optional_integer("window", least=1, most=LARGEST_SIZE),
        )
        table.end()
        recipe._check(table)
        return recipe

    def _check(self, table: Table) -> None:
        if self.width % self.heads:
            table.refuse("heads", self.heads, f"heads must divide the width, which is {self.width}")
        if self.heads % (self.kv_heads or 1):
            table.refuse(
                "kv_heads", self.kv_heads, f"kv_heads must divide heads, which is {self.heads}"
            )
        if self.family == "llama" and self.width // self.heads % 2:
            table.refuse(
                "heads", self.heads,
                f"rotary positions need an even head size, and {self.width} / {self.heads} is odd",
            )  # fmt: skip


@dataclass(frozen=True)
class TrainingRecipe:
    """The ``[training]`` table. Rates and fractions as in AdamW and in warm-up, stay, decay (WSD).

    ``tokens`` in all, ``batch`` rows of ``length`` tokens a step, over all processes. ``warmup``
    and ``cooldown`` are fractions of the run. ``start``: another run, whose weights and optimiser
    this one goes on from; empty for random weights. ``train_embedding``: whether the token table
    learns too. Where it does not, a token that is only read in ``start``'s text, and in none of
    this run's, is told by the same features as all others.
    """

    tokens: int
    batch: int
    length: int
    objective: Objective = "next-token"
    learning_rate: float = 2e-3
    warmup: float = 0.02
    cooldown: float = 0.2
    weight_decay: float = 0.1
    betas: tuple[float, float] = (0.9, 0.99)
    clip: float = 1.0
    compile: bool = True
    precision: Precision = "bf16"
    start: str = ""
    train_embedding: bool = True

    @classmethod
    def read(cls, table: Table) -> TrainingRecipe:
        recipe = cls(
            objective=cast(Objective, table.choice("objective", OBJECTIVES, cls.objective)),
            tokens=table.integer("tokens", least=1),
            batch=table.integer("batch", least=1, most=LARGEST_SIZE),
            length=table.integer("length", least=2, most=LARGEST_SIZE),
            learning_rate=table.number("learning_rate", cls.learning_rate, most=1.0),
            warmup=table.number("warmup", cls.warmup, most=1.0),
            cooldown=table.number("cooldown", cls.cooldown, most=1.0),
            weight_decay=table.number("weight_decay", cls.weight_decay),
            betas=cast(tuple[float, float], table.numbers("betas", cls.betas)),
            clip=table.number("clip", cls.clip, least=1e-9),
            compile=table.flag("compile", cls.compile),
            precision=cast(Precision, table.choice("precision", PRECISIONS, cls.precision)),
            start=table.text("start", cls.start),
            train_embedding=table.flag("train_embedding", cls.train_embedding),
        )
        table.end()
        if len(recipe.betas) != 2 or not all(0 <= beta < 1 for beta in recipe.betas):
            table.refuse("betas", list(recipe.betas), "two numbers from 0 to below 1 were expected")
        if recipe.warmup + recipe.cooldown > 1:
            table.refuse(
                "cooldown", recipe.cooldown,
                f"with a warmup of {recipe.warmup:g} that is more than the whole run",
            )  # fmt: skip
        if not (recipe.train_embedding or recipe.start):
            table.refuse(
                "train_embedding", False,
                'a table of random numbers would stay one: name a run to go on from with start',
            )  # fmt: skip
        return recipe

    @property
    def steps(self) -> int:
        """As many whole steps as hold ``tokens``, at least one."""
        return max(1, round(self.tokens / (self.batch * self.length)))


@dataclass(frozen=True)
class Stage:
    """One of ``[[stages]]``: up to fraction ``until`` of the run, what a batch's rows are made of.

    ``prose``: share of rows that are prose; the rest are episodes of the families in ``episodes``,
    by weight, with ``shots`` examples from the first number to the second. ``natural``,
    ``word_names``, ``dense`` and ``input_weight`` are as in ``data.episodes.EpisodeMix``.
    """

    until: float = 1.0
    prose: float = 1.0
    episodes: Mapping[str, float] = field(default_factory=dict)
    shots: tuple[int, int] = (2, 12)
    natural: float = 0.25
    word_names: float = 0.0
    dense: float = 0.5
    input_weight: float = 0.0

    @classmethod
    def read(cls, table: Table) -> Stage:
        shots = table.integers("shots", cls.shots)
        stage = cls(
            until=table.number("until", cls.until, most=1.0),
            prose=table.number("prose", cls.prose, most=1.0),
            episodes=table.shares("episodes"),
            shots=(shots[0], shots[-1]),
            natural=table.number("natural", cls.natural, most=1.0),
            word_names=table.number("word_names", cls.word_names, most=1.0),
            dense=table.number("dense", cls.dense, most=1.0),
            input_weight=table.number("input_weight", cls.input_weight, most=1.0),
        )
        table.end()
        if len(shots) != 2 or shots[0] > shots[1]:
            table.refuse("shots", list(shots), "two whole numbers, the smaller first")
        if stage.prose < 1 and not sum(stage.episodes.values()):
            table.refuse(
                "prose", stage.prose,
                "the other rows need families: episodes = { lookup = 0.5, category = 0.5 }",
            )  # fmt: skip
        return stage


@dataclass(frozen=True)
class ProbesRecipe:
    """The ``[probes]`` table: every how many steps the model is examined, and on what.

    ``queries``: questions of a family and split, at most; ``shots``: numbers of examples.
    ``dense``: questions are written as the densest training episodes are.
    """

    every: int = 250
    queries: int = 200
    shots: tuple[int, ...] = (0, 1, 2, 4, 8)
    dense: bool = False

    @classmethod
    def read(cls, table: Table) -> ProbesRecipe:
        recipe = cls(
            every=table.integer("every", cls.every, least=1),
            queries=table.integer("queries", cls.queries, least=1),
            shots=table.integers("shots", cls.shots),
            dense=table.flag("dense", cls.dense),
        )
        table.end()
        return recipe


@dataclass(frozen=True)
class Recipe:
    """The whole file. ``publish``: a model folder is made of the run when it is done."""

    name: str
    seed: int
    model: ModelRecipe
    data: DataRecipe
    training: TrainingRecipe
    stages: tuple[Stage, ...] = (Stage(),)
    probes: ProbesRecipe = ProbesRecipe()
    publish: bool = False

    def stage(self, step: int) -> Stage:
        """Of step ``step``, counted from 0."""
        done = step / self.training.steps
        return next((stage for stage in self.stages if done < stage.until), self.stages[-1])


def read_recipe(path: Path) -> Recipe:
    """Raises RecipeInvalid: one sentence that names key, value and way out."""
    table = read_toml(path)
    recipe = Recipe(
        name=table.text("name"),
        seed=table.integer("seed", 0),
        model=ModelRecipe.read(table.table("model")),
        data=DataRecipe.read(table.table("data"), path.parent),
        training=TrainingRecipe.read(table.table("training")),
        stages=tuple(Stage.read(stage) for stage in table.tables("stages")) or (Stage(),),
        probes=ProbesRecipe.read(table.table("probes")) if "probes" in table else ProbesRecipe(),
        publish=table.flag("publish", Recipe.publish),
    )
    table.end()
    _check(recipe, table)
    return recipe


def _check(recipe: Recipe, table: Table) -> None:
    """What no table can know alone."""
    if not ID_PATTERN.fullmatch(recipe.name):
        table.refuse(
            "name", recipe.name,
            "lower-case letters, digits, dots, dashes and underscores were expected, 64 at most",
        )  # fmt: skip
    model, training = recipe.model, recipe.training
    if training.length > model.context:
        table.refuse(
            "training.length", training.length,
            f"the model's context is {model.context}: a shorter length or a larger context",
        )  # fmt: skip
    if (training.objective == "masked") != (model.family == "bert"):
        table.refuse(
            "training.objective", training.objective,
            f'"masked" goes with the family "bert" and with no other; the family is {model.family}',
        )  # fmt: skip
    untils = [stage.until for stage in recipe.stages]
    if untils != sorted(set(untils)) or untils[-1] < 1:
        table.refuse("stages", untils, "until must rise from stage to stage, to 1.0 at the last")


PACKAGE = Path(__file__).parent
SHIPPED = (PACKAGE / "recipes", PACKAGE.parent / "recipes")  # in a wheel, in a checkout


def find_recipe(path: Path) -> Path:
    """``path``, or where there is no such file the shipped recipe of its name."""
    names = (path.name, f"{path.name}.toml")
    shipped = (folder / name for folder in SHIPPED for name in names)
    return path if path.exists() else next((found for found in shipped if found.is_file()), path)
