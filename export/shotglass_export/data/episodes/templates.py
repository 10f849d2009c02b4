"""How examples are written. Two ways are never trained on, so that a template can be new.

A space stands before each input: at the start of a line the tokenizer spells a word otherwise, and
as that other token, or as pieces, the model has hardly ever read it.
"""

DENSE = " {input}{output}"  # for training only: every second token is an answer
TRAINED = (
    "- {input}:{output}\n",
    "Word: {input}\nKind:{output}\n\n",
    "Input: {input}\nOutput:{output}\n",
    "Q: {input}\nA:{output}\n",
    "* {input} ={output}\n",
)
HELD_OUT = ("Item: {input}\nType:{output}\n\n", "+ {input} =>{output}\n")
