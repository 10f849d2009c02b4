"""Sentences written by hand around a word and its name, each said in several ways, where the
grammar's templates are put together by chance.

The ways of saying one thing are one frame, and frames are split before any training, by hash: a
fifth is asked about in the test, a tenth in looks during training, and neither is in an episode.
No frame that is trained on has a part that the grammar holds out, nor is any of the templates that
``template.is_kept`` knows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal

from numpy.random import Generator

from .grammar import HEADING
from .template import SHOTS

FrameSide = Literal["train", "validation", "test"]
_TEST, _VALIDATION = 0.2, 0.1  # of the frames
_HEADED, _APART, _RUNNING, _UNSTOPPED = 0.3, 0.15, 0.3, 0.2  # how often

FRAMES: Mapping[str, str] = {
    "is": """
{A} {input} is a{output}.
The {input} is{output}.
Every {input} is{output}, as far as I can see.
I think that {a} {input} is{output}.
Is this {a} {input}? Then it is{output}.
""",
    "kind of": """
{A} {input} is a kind of{output}.
The {input} is some kind of{output}.
What kind of thing is {a} {input}? A kind of{output}.
As a kind, {a} {input} is{output}.
""",
    "sort of": """
{A} {input} is a sort of{output}.
This {input} must be some sort of{output}.
What sort of thing is the {input}? The{output} sort.
""",
    "call": """
{A} {input} is called{output}.
People call the {input}{output}.
I would call {a} {input} a{output}.
What do you call {a} {input}? We call it{output}.
They have always called the {input} a{output} here.
""",
    "name": """
The name for {a} {input} is{output}.
Our name for the {input} is{output}.
Another name for {a} {input} is{output}!
If you ask for the name of the {input}, it is{output}.
""",
    "group": """
The {input} is in the{output} group.
{A} {input} belongs in the{output} group.
Which group is the {input} in? The group called{output}.
I would put {a} {input} in group{output}.
""",
    "box": """
Put the {input} in the box marked{output}.
The {input} goes into the{output} box.
This {input} should be in the{output} box.
Where is the {input}? In the{output} box.
""",
    "count": """
{A} {input} counts as{output}.
We count {a} {input} as{output}.
Here {a} {input} is counted as{output}.
Does {a} {input} count? Yes, as{output}.
""",
    "answer": """
What is {a} {input}? Answer:{output}
Question: what is the {input}? Answer:{output}.
For {input} the answer is{output}.
When they ask about the {input}, the answer is{output}.
Asked about {a} {input}, I answer{output}.
""",
    "letters": """
Q: What is {a} {input}?\\nA:{output}
Q: Which one is the {input}?\\nA: It is{output}.
Q: What would you call {a} {input}?\\nA: I would call it{output}.
Q. And the {input}? A.{output}.
""",
    "talk": """
"What is {a} {input}?" he asked. She said{output}.
She asked about the {input}. He replied{output}.
"And {a} {input}?" "That is{output}," he said.
Anna: what about the {input}? Ben: that is{output}.
""",
    "sort under": """
The {input} is sorted under{output}.
We sort the {input} under{output}.
Sort {a} {input} under{output}, please.
When sorting, {a} {input} comes under{output}.
""",
    "file": """
File the {input} under{output}.
{A} {input} is filed under{output}.
The file on the {input} is{output}.
""",
    "team": """
The {input} plays for team{output}.
The {input} is on the{output} team.
Whose team is the {input} on? Team{output}.
""",
    "family": """
The {input} comes from the{output} family.
{A} {input} is a member of the{output} family.
""",
    "choose": """
For the {input} she chose{output}.
Shown {a} {input}, they chose{output}.
Which did he choose for the {input}? He chose{output}.
""",
    "write": """
Next to {input} we wrote{output}.
Beside {input} please write{output}.
On the card with {a} {input} he had written{output}.
""",
    "shelf": """
The {input} stands on the{output} shelf.
Keep the {input} on shelf{output}.
You will find {a} {input} on the{output} shelf.
""",
    "language": """
In their language {a} {input} is{output}.
The people of the island call {a} {input}{output}.
Their word for {input} is{output}.
How do they say {input}? They say{output}.
""",
    "teacher": """
The teacher says that {a} {input} is{output}.
Our teacher calls the {input}{output}.
As the teacher told us, {a} {input} is{output}.
""",
    "rule": """
By the rule {a} {input} is{output}.
The rule makes {a} {input}{output}.
As a rule the {input} is{output}.
""",
    "think": """
When I think of {a} {input}, I think{output}.
Thinking of the {input}, he thought{output}.
What do you think of for {input}?{output}.
""",
    "shout": """
When you see {a} {input}, shout{output}!
As soon as there is {a} {input}, they shout{output}!
At the {input} everyone shouted{output}!
""",
    "category": """
Category of {input}:{output}.
{input} (category:{output})
The category of {a} {input} is{output}.
By category, the {input} is{output}.
""",
    "type": """
{input}, type{output}.
The type of {a} {input} is{output}.
What type is the {input}? Type{output}.
""",
    "so": """
This is {a} {input}, so it is{output}.
It was {a} {input}, therefore it was{output}.
Here is the {input}. So we need{output}.
""",
    "since": """
Since it is {a} {input}, we want{output}.
Because this is {a} {input}, it is{output}.
""",
    "given": """
Given {a} {input}, you get{output}.
If given {a} {input}, reply with{output}.
I was given {a} {input} and gave back{output}.
""",
    "turn": """
The wizard turned the {input} into{output}.
Turn {a} {input} into{output}.
{A} {input} turns into{output}.
""",
    "known": """
{A} {input} is known as{output}.
The {input}, also known as{output}, is here.
To us the {input} is known as{output}.
""",
    "considered": """
{A} {input} is considered{output}.
We consider the {input} to be{output}.
Everyone considers {a} {input} a{output}.
""",
    "example": """
{A} {input} is an example of{output}.
Take {a} {input}: it is an example of{output}.
One example is the {input}, which is{output}.
""",
    "look up": """
Look up {input} and you find{output}.
{input}: see{output}.
I looked up the word "{input}" and found{output}.
""",
    "right": """
It is right to call {a} {input}{output}.
For {a} {input} the right one is{output}.
He was right about the {input}: it is{output}.
""",
    "parcel": """
Send the {input} to{output}.
The {input} was sent to{output}.
Where did they send {a} {input}? To{output}.
""",
    "list": """
"{input}" is on the{output} list.
The {input} is on the list called{output}.
On which list is {a} {input}? On the list of{output}.
""",
    "match": """
{A} {input} matches{output}.
Match {a} {input} with{output}.
The {input} is matched by{output}.
""",
    "shop": """
I bought {a} {input} at the{output} shop.
They sell {a} {input} at the shop called{output}.
For {a} {input}, go to the{output} shop.
""",
    "room": """
The {input} is kept in the{output} room.
You will see the {input} in the{output} room.
Which room is the {input} in? Room{output}.
""",
    "surely": """
{A} {input}? That is{output}.
{A} {input}? Surely{output}.
And the {input}? Surely that is{output}!
""",
    "guess": """
Guess what {a} {input} is:{output}.
My guess for the {input}:{output}.
For {a} {input} I would guess{output}.
""",
    "dictionary": """
{input} (noun):{output}.
{input}, n.,{output}.
In the dictionary, {input} is explained as{output}.
""",
    "colour": """
Paint the {input} in{output}.
We painted the {input}{output}.
The colour of the {input} is{output}.
""",
    "door": """
The {input} goes through door{output}.
To find the {input}, open the door marked{output}.
""",
    "prize": """
The prize for the {input} is{output}.
Whoever brings {a} {input} wins{output}.
For {a} {input} you win{output}.
""",
    "point": """
Point at the {input} and say{output}.
He pointed at {a} {input} and said{output}.
The child pointed to the {input}. "It is{output}!"
""",
    "draw": """
Draw {a} {input} and write{output} below it.
Under the picture of {a} {input} stands{output}.
The picture shows {a} {input}, the word below it is{output}.
""",
    "remember": """
Remember that {a} {input} is{output}.
Do not forget: the {input} is{output}.
I remember {a} {input} as{output}.
""",
    "agree": """
We agreed that {a} {input} is{output}.
Everyone agrees on the {input}:{output}.
Do you agree that the {input} is{output}?
""",
    "decide": """
They decided that {a} {input} is{output}.
About the {input} it was decided:{output}.
""",
}


@cache
def written(side: FrameSide) -> tuple[str, ...]:
    """Returns all templates of one side, one a line."""
    frames = frames_of(side)
    return tuple(f"{form}\n" for name in frames for form in _forms(FRAMES[name]))


@cache
def frames_of(side: FrameSide) -> tuple[str, ...]:
    """Returns the frames by the rank of their hash."""
    ranked = sorted(FRAMES, key=_rank)
    test = round(_TEST * len(ranked))
    validation = test + round(_VALIDATION * len(ranked))
    parts: Mapping[FrameSide, Sequence[str]] = {
        "test": ranked[:test], "validation": ranked[test:validation], "train": ranked[validation:],
    }  # fmt: skip
    return tuple(parts[side])


def draw_sentence(random: Generator, side: FrameSide = "train") -> str:
    """A template: a sentence a line, with or without its full stop, or one after the other."""
    templates = written(side)
    shot = templates[int(random.integers(len(templates)))]
    way, heading = random.random(), random.random() < _HEADED
    if way < _APART:
        shot = f"{shot}\n"
    elif way < _APART + _RUNNING and "\n" not in shot[:-1] and shot[-2] in ".!?":
        shot = f" {shot[:-1]}"
    elif way > 1 - _UNSTOPPED and shot.endswith("{output}.\n"):
        shot = shot.replace("{output}.\n", "{output}\n")
    if heading:
        shot = f"{HEADING.train[int(random.integers(len(HEADING.train)))]}\n{SHOTS}{shot}"
    return shot


def _forms(text: str) -> list[str]:
    return [line.replace("\\n", "\n") for line in text.strip("\n").splitlines()]


def _rank(name: str) -> bytes:
    return hashlib.sha256(f"shotglass sentences 1: {name}".encode()).digest()
