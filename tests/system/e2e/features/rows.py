"""The list itself, a view after the other."""

from __future__ import annotations

from system.e2e.features.reach import of
from system.e2e.features.views import TOOLS, VIEWS

HEADER = of(
    "lessons",
    ("another model", ("exact",), "House GPT-2"),
    ("exact or fast", ("exact",), "Fast"),
    ("run on this computer or in this browser", ("exact",), "this browser"),
    ("all models", ("exact",), "All models"),
    ("the other language", (), "中文"),
    ("dark", (), "Dark"),
    ("copy the link", (), "Copy link"),
)

SHOWN = "^Show it$"  # the answer, and all that tells it

LESSONS = [
    *of(
        "lessons?lesson=mixture",
        ("a figure's table", (SHOWN, TOOLS), "Show as table"),
        ("a figure as SVG", (SHOWN, TOOLS), "Save as SVG"),
        ("a figure as PNG", (SHOWN, TOOLS), "Save as PNG"),
        ("a figure's numbers as CSV", (SHOWN, TOOLS), "Save as CSV"),
        ("a figure's numbers as JSON", (SHOWN, TOOLS), "Save as JSON"),
        ("the formula", (SHOWN, "In symbols"), "math|epoch"),
        ("what would refute it", (SHOWN,), "This would refute what"),
        ("where the note slips", (SHOWN,), "The note says"),
        ("the rule of the experiment", (SHOWN, "How it was judged"), "Rule, written before the"),
        ("data, licences, the command", (SHOWN, "Data, licences"), "shotglass experiment mixture"),
        ("all lessons", (r"All \d+ lessons",), "Counting words"),
        ("the next lesson", (), "GPT-4’s rumoured experts"),
        ("by hand", (r"All \d+ lessons",), "A forward pass by hand"),
        ("shapes", (r"All \d+ lessons",), "Shapes"),
        ("the note", (), "GPT: a lecture note"),
        ("all hypotheses", ("All hypotheses",), "hypotheses were written down"),
        ("the glossary", ("Glossary",), "^Token$"),
    ),
    *of("lessons?lesson=shots", ("a term explained", (SHOWN, "^Form$"), "how likely the model")),
    *of("lessons?lesson=norms", ("a choice in a figure", (SHOWN,), "both streams of size one")),
    *of("lessons?lesson=probe", ("a figure read off", (SHOWN,), "change from 0")),
    *of("lessons?lesson=longcontext", ("a number hidden", (SHOWN,), "Hide a number of five")),
    *of(
        "forward",
        ("other numbers", ("Change the numbers",), "round, for paper"),
        ("a number of one's own", ("Change the numbers",), "Token 1, number 1"),
        ("any step", (), "5 Weighted sum"),
        ("the mask off", (), "causal mask"),
        ("step by step", (), "Next row"),
        ("the table", (TOOLS,), "Show as table"),
        ("where it stands in a whole pass", ("Where this stands",), "token ids first become"),
        ("where the note slips", (), "Where the note slips"),
    ),
    *of(
        "shapes",
        ("families", (), "BERT, for contrast"),
        ("an order of the table", (), "Parameters, exact"),
        ("count one yourself", (), "Vocabulary V"),
        ("the leaps", (), "How long the leaps were"),
    ),
    *of(
        "note",
        ("sections", (), "Decoding Strategies"),
        ("what is right", (), "Better"),
    ),
]

SHELF = of(
    "shelf",
    ("pour, one glass after another", (), "Pour the examples"),
    ("a question of one's own", (), "Ask your own"),
    ("whose record it is", (), "recorded 20"),
    ("its table", (TOOLS,), "Show as table"),
    ("as SVG", (TOOLS,), "Save as SVG"),
    ("as PNG", (TOOLS,), "Save as PNG"),
    ("its numbers as CSV", (TOOLS,), "Save as CSV"),
    ("its prompts as JSON", (TOOLS,), "Save as JSON"),
    ("many questions", (), "One chosen word. Over 220"),
    ("where to begin to learn", (), "First lesson"),
)

PROMPT = [
    *of(
        "prompt?text=Hello",
        ("write on", (), "Run"),
        ("an example to try", (), "Or try an example"),
        ("a conversation", (), "^Chat$"),
        ("gaps to fill", (), "Fill gaps"),
        ("samples, length, temperature, top-k, top-p, seed", ("samples · up to",), "Top-p"),
        ("the tokens and their ids", ("Tokens and their ids",), "special|Hello"),
        ("another model beside", ("Compare with a model",), "Model beside"),
        ("another prompt beside", ("Compare with a model",), "Same prompt"),
        ("what each word brings", (), "What does each word bring"),
        ("the runs before", ("History",), "Runs in this browser"),
        ("take it to Compare", (), "Compare, as a question"),
        ("take it to Inside", (), "Take the prompt to"),
    ),
    *of(
        "prompt?mode=chat&user=Why",
        ("a system prompt", ("System prompt",), "What holds for the whole conversation|System"),
        ("what is sent", (), "What is sent"),
    ),
    *of("prompt?mode=fill", ("insert a gap", (), "Insert")),
]

MEASURE = [
    *of(
        "measure",
        ("the verdict and its reason", (), "no verdict"),
        ("do more examples help", (), "Do more examples help"),
        ("does their order matter", (), "Does their order matter"),
        ("does the format matter", (), "Does the format matter"),
        ("are the answers read", (), "Are the answers read"),
        ("another model", (), "Is another model better"),
        ("which example", (), "Which example matters most"),
        ("which part of the model", (), "Which part of the model does it"),
        ("measure it here, and what it costs", (), "Measure it here"),
        ("the figure's table and files", (TOOLS,), "Save as CSV"),
        ("its settings", ("^Settings",), "Seed"),
        ("a record of before", (), "Open a record"),
        ("the rule", (), "The rule"),
    ),
]

FEATURES = [*HEADER, *SHELF, *LESSONS, *PROMPT, *MEASURE, *VIEWS]
