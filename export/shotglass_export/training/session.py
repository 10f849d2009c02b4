"""The way from a recipe and its data to a run that goes on: begun, resumed, or taken up from
another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

import torch
from torch.optim import Optimizer

from shotglass.errors import RecipeInvalid, TrainingFailed
from shotglass.parsing import loads

from ..data.folder import DataFolder
from ..models import Transformer, build, family_config
from ..recipe import SPECIAL_TOKENS, Recipe
from .batches import batches, questions
from .loop import Loop
from .machine import Machine, be_deterministic, can_compile, ceiling, head_flops, trunk_flops
from .objective import Objective, masked, nats_of, next_token
from .optimiser import adamw
from .runs import checkpoints
from .runs import folder as run_folder
from .runs.checkpoints import CHECKPOINT, State
from .runs.folder import commit
from .runs.metrics import METRICS, Console, Metrics, TensorBoard, drop_after, nobody, say
from .runs.model_folder import is_model_folder, load_weights
from .threads import choose_threads
from .train import SAVE_SECONDS, Training
from .tuning.lora import add_lora
from .tuning.memory import require_memory
from .tuning.row_batches import row_batches
from .tuning.start import StartModel
from .validation import validation

FORMAT = 1  # of metrics.jsonl


@dataclass(frozen=True)
class Session:
    """The work of one command on a run. ``recipe_file`` is copied into the run's folder. ``fresh``:
    the run begins anew, and what was there is moved aside. ``start`` is the model to go on from, of
    a recipe without a model of its own. ``threads`` are torch's; None leaves the choice to the
    run."""

    recipe: Recipe
    recipe_file: Path
    data: DataFolder
    runs: Path
    machine: Machine
    save_seconds: float = SAVE_SECONDS
    tensorboard: bool = False
    fresh: bool = False
    start: StartModel | None = None
    threads: int | None = None

    @property
    def run(self) -> Path:
        return self.runs / self.recipe.name

    @property
    def data_digest(self) -> str:
        files = [(self.data.path / name).read_bytes() for name in run_folder.COPIED]
        return hashlib.sha256(b"".join(files)).hexdigest()


@dataclass(frozen=True)
class Outcome:
    """``stopped``: the signal that asked for it; None where the run is done."""

    state: State
    stopped: int | None


def train(session: Session) -> Outcome:
    """Trains to the recipe's last step, from wherever the run is. Raises TrainingFailed,
    RecipeInvalid."""
    be_deterministic(session.recipe.training.compile)
    if session.start is not None:
        require_memory(session.recipe, session.start.checkpoint.config, session.machine)
    try:
        with _hold(session) if session.machine.first else nullcontext():
            model, optimiser, state = _model_and_state(session)
            if state.step >= session.recipe.training.steps:
                return Outcome(state, None)
            with _metrics(session, state) as metrics:
                training = _training(session, model, optimiser, state, metrics)
                stopped = training.go_on()
            return Outcome(training.state, stopped)
    except OSError as error:
        raise TrainingFailed(
            f"The run in {session.run} cannot be written ({error.strerror}): make room there, or "
            "name another folder with --runs."
        ) from error


def _model_and_state(session: Session) -> tuple[Transformer, Optimizer, State]:
    """The model with the weights from which this command goes on, and how far the run is."""
    state = _found(session)
    model, optimiser = _model(session)
    if state:
        checkpoints.load(session.run / CHECKPOINT, model, optimiser)
    elif session.recipe.training.start and session.start is None:
        # Weights and optimiser of the run that ``training.start`` names; of a model folder the
        # weights alone.
        start = session.recipe.training.start
        folder = run_folder.checkpoint_of(start, (session.runs, session.recipe_file.parent))
        published = is_model_folder(folder)
        _check_tokenizer(session, folder if published else folder.parent)
        if published:
            load_weights(folder, model)
        else:
            checkpoints.load(folder, model, optimiser)
    session.machine.any(False)  # all have read before the first one writes
    state = state or State(recipe=run_folder.plain(session.recipe), data=session.data_digest)
    threads = _threads(session, state, model.config.width)
    architecture = model.config.to_json()
    state = replace(state, architecture=architecture, commit=commit(), threads=threads)
    return model, optimiser, state


@contextmanager
def _hold(session: Session) -> Iterator[None]:
    with run_folder.hold(session.run, fresh=session.fresh) as aside:
        if aside is not None:
            say(f"The run that was there is now {aside}.")
        yield


@contextmanager
def _metrics(session: Session, state: State) -> Iterator[Metrics]:
    """The run's file, and TensorBoard's where that is wanted. Raises MissingExtra."""
    with ExitStack() as stack:
        also = nobody
        if session.tensorboard and session.machine.first:
            also = stack.enter_context(TensorBoard(session.run, state.step)).write
        yield stack.enter_context(Metrics(session.run, also))


def _found(session: Session) -> State | None:
    """The run's state; the first process prepares its folder before the others read it."""
    run, recipe = session.run, session.recipe
    if session.machine.first:
        state = run_folder.found(run, recipe, session.data_digest)
        if state is None:
            run_folder.begin(run, session.recipe_file, session.data.path)
        if session.start is not None:
            session.start.remember(run, resumed=state is not None)
        if left_out := drop_after(run, state.step if state else -1):
            say(f"{left_out} lines of {run / METRICS} could not be read and are left out.")
    session.machine.any(False)
    return run_folder.found(run, recipe, session.data_digest)


def _threads(session: Session, state: State, width: int) -> int:
    """Sets how many threads torch computes with from here on: what was asked for, else what the run
    has had, else what is fast here and now. torchrun says so itself."""
    threads = session.threads or state.threads
    if not threads and session.machine.device.type == "cpu" and session.machine.processes == 1:
        threads = choose_threads(width)
    torch.set_num_threads(threads or torch.get_num_threads())
    return torch.get_num_threads()


def _check_tokenizer(session: Session, theirs: Path) -> None:
    """A model folder's file has the same content in other words. Raises RecipeInvalid."""
    files = (folder / run_folder.TOKENIZER for folder in (theirs, session.data.path))
    first, second = (loads(file.read_bytes()) for file in files)
    if first != second:
        raise RecipeInvalid(
            f"training.start = {session.recipe.training.start!r}: that run has another tokenizer; "
            "take the same [data], or leave start out."
        )


def _model(session: Session) -> tuple[Transformer, Optimizer]:
    recipe = session.recipe
    torch.manual_seed(recipe.seed)
    if session.start is not None:
        model = session.start.model().to(session.machine.device)
    else:
        sizes = vars(recipe.model)
        vocabulary = session.data.tokenizer.get_vocab_size()
        model = build(family_config(**sizes, vocabulary=vocabulary)).to(session.machine.device)
    model.embedding.weight.requires_grad_(recipe.training.train_embedding)
    if recipe.training.lora is not None:
        add_lora(model, recipe.training.lora)
    return model, adamw(model, recipe.training)


def _training(
    session: Session, model: Transformer, optimiser: Optimizer, state: State, metrics: Metrics
) -> Training:
    recipe, machine = session.recipe, session.machine
    # How many tokens an expert gets changes with each step; code is compiled for fixed shapes.
    compiled = recipe.training.compile and can_compile(machine.device) and not model.config.experts
    rows = session.data.answers is not None
    hidden, nats = model.hidden, nats_of(model.head)
    training = Training(
        run=session.run,
        recipe=recipe,
        model=model,
        loop=Loop(
            model=model,
            hidden=torch.compile(hidden, dynamic=False) if compiled else hidden,
            nats=torch.compile(nats, dynamic=False) if compiled else nats,
            optimiser=optimiser,
            objective=_objective(session),
            batches=(row_batches if rows else batches)(recipe, session.data),
            recipe=recipe.training,
            machine=machine,
        ),
        validation=validation(recipe, session.data, questions(recipe, session.data)),
        state=state,
        ceiling=ceiling(machine.device, machine.usable(recipe.training.precision)),
        console=Console(recipe.training.steps, speaks=machine.first),
        metrics=metrics,
        save_seconds=session.save_seconds,
    )
    if machine.first:
        _announce(training, compiled)
    return training


def _shape(training: Training) -> dict[str, Any]:
    """Returns the shape of the start, under the keys that a recipe's ``[model]`` has."""
    config, start = training.model.config, training.recipe.training.start
    return {
        "family": PurePath(start).name, "layers": config.layers, "width": config.width,
        "heads": config.heads, "context": config.context,
    }  # fmt: skip


def _objective(session: Session) -> Objective:
    if session.recipe.training.objective == "next-token":
        return next_token
    return masked(
        seed=session.recipe.seed,
        mask=SPECIAL_TOKENS.index("<|mask|>"),
        vocabulary=session.data.tokenizer.get_vocab_size(),
        specials=len(SPECIAL_TOKENS),
    )


def _announce(training: Training, compiled: bool) -> None:
    """The first line of the file, or that the run goes on."""
    recipe, config, step = training.recipe, training.model.config, training.state.step
    if step:
        training.metrics.write("resume", step=step)
        training.console.say(f"{recipe.name} goes on after step {step:,}.")
        return
    steps, length, machine = recipe.training.steps, recipe.training.length, training.loop.machine
    training.metrics.write(
        "start",
        format=FORMAT,
        name=recipe.name,
        recipe=run_folder.plain(recipe) | ({} if recipe.model else {"model": _shape(training)}),
        parameters=config.parameters,
        tokens_total=steps * recipe.training.batch * length,
        steps_total=steps,
        device=machine.description,
        ceiling_flops=round(training.ceiling),
        flops_per_token=round(trunk_flops(config, length) + head_flops(config)),
        compiled=compiled,
        precision=machine.usable(recipe.training.precision),
        trained=sum(p.numel() for p in training.model.parameters() if p.requires_grad),
    )
    training.console.say(
        f"{recipe.name}: {config.parameters:,} parameters, {steps:,} steps of "
        f"{recipe.training.batch} x {length} tokens, on {machine.description}."
    )
