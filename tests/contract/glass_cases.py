"""The cases of glass.json: the shapes of glasses in pixels, rows of them, and what is poured in.

``parts`` are probabilities by answer, ``gathered`` those by color; a layer is its color and where
it begins and ends, as shares of the glass; a figure is the probability, its text, and whether it
stands within its part, of a glass of 236 pixels.
"""

from __future__ import annotations

from typing import Any

PATHS: list[Any] = [
    {
        "width": 56.0,
        "height": 236.0,
        "inside": "M2 0V229Q2 236 9 236H47Q54 236 54 229V0Z",
        "walls": "M0 -6V232Q0 242 10 242H46Q56 242 56 232V-6",
    },
    {
        "width": 21.0,
        "height": 100.0,
        "inside": "M2 0V94.75Q2 100 7.25 100H13.75Q19 100 19 94.75V0Z",
        "walls": "M0 -6V99Q0 106 7 106H14Q21 106 21 99V-6",
    },
    {
        "width": 40.5,
        "height": 236.0,
        "inside": "M2 0V229Q2 236 9 236H31.5Q38.5 236 38.5 229V0Z",
        "walls": "M0 -6V232Q0 242 10 242H30.5Q40.5 242 40.5 232V-6",
    },
    {
        "width": 9.0,
        "height": 64.0,
        "inside": "M2 0V61.75Q2 64 4.25 64H4.75Q7 64 7 61.75V0Z",
        "walls": "M0 -6V67Q0 70 3 70H6Q9 70 9 67V-6",
    },
]
ROWS: list[Any] = [
    {
        "width": 760,
        "count": 9,
        "tall": 236,
        "row": {
            "left": 56,
            "pitch": 78.22222222222223,
            "glass": 54.75555555555556,
            "top": 44,
            "foot": 280,
            "height": 346,
            "narrow": False,
        },
    },
    {
        "width": 760,
        "count": 1,
        "tall": 236,
        "row": {
            "left": 56,
            "pitch": 704.0,
            "glass": 56.0,
            "top": 44,
            "foot": 280,
            "height": 346,
            "narrow": False,
        },
    },
    {
        "width": 559,
        "count": 16,
        "tall": 180,
        "row": {
            "left": 30,
            "pitch": 33.0625,
            "glass": 24.46625,
            "top": 34,
            "foot": 214,
            "height": 250,
            "narrow": True,
        },
    },
    {
        "width": 320,
        "count": 3,
        "tall": 236,
        "row": {
            "left": 30,
            "pitch": 96.66666666666667,
            "glass": 56.0,
            "top": 34,
            "foot": 270,
            "height": 306,
            "narrow": True,
        },
    },
    {
        "width": 686,
        "count": 5,
        "tall": 200,
        "row": {
            "left": 56,
            "pitch": 126.0,
            "glass": 56.0,
            "top": 44,
            "foot": 244,
            "height": 310,
            "narrow": False,
        },
    },
]
GLASSES: list[Any] = [
    {
        "parts": [0.6, 0.3],
        "lead": 0,
        "colors": [0, 1],
        "gathered": [0.6, 0.3],
        "layers": [[0, 0.0, 0.6], [1, 0.6, 0.8999999999999999]],
        "mixed": True,
        "level": 0.8999999999999999,
        "figure": [0.6, "A\u00a060", True],
    },
    {
        "parts": [0.6, 0.3],
        "lead": 1,
        "colors": [0, 1],
        "gathered": [0.6, 0.3],
        "layers": [[1, 0.0, 0.3], [0, 0.3, 0.8999999999999999]],
        "mixed": True,
        "level": 0.8999999999999999,
        "figure": [0.3, "B\u00a030", True],
    },
    {
        "parts": [0.02, 0.9],
        "lead": None,
        "colors": [0, 1],
        "gathered": [0.02, 0.9],
        "layers": [[0, 0.0, 0.02], [1, 0.02, 0.92]],
        "mixed": True,
        "level": 0.92,
        "figure": [0.92, "92", False],
    },
    {
        "parts": [0.5, 0.6, 0.1],
        "lead": 2,
        "colors": [0, 1, 2],
        "gathered": [0.5, 0.6, 0.1],
        "layers": [[2, 0.0, 0.1], [0, 0.1, 0.6], [1, 0.6, 1.0]],
        "mixed": True,
        "level": 1.0,
        "figure": [0.1, "C\u00a010", False],
    },
    {
        "parts": [0.0003, 0.0001],
        "lead": 0,
        "colors": [0, 1],
        "gathered": [0.0003, 0.0001],
        "layers": [[0, 0.0, 0.0003], [1, 0.0003, 0.00039999999999999996]],
        "mixed": False,
        "level": 0.00039999999999999996,
        "figure": [0.0003, "<\u202f0.1", False],
    },
    {
        "parts": [0.0, 0.0],
        "lead": 0,
        "colors": [0, 1],
        "gathered": [0.0, 0.0],
        "layers": [[0, 0.0, 0.0], [1, 0.0, 0.0]],
        "mixed": False,
        "level": 0.0,
        "figure": [0.0, "0.0", False],
    },
    {
        "parts": [0.996, 0.002],
        "lead": 0,
        "colors": [0, 1],
        "gathered": [0.996, 0.002],
        "layers": [[0, 0.0, 0.996], [1, 0.996, 0.998]],
        "mixed": False,
        "level": 0.998,
        "figure": [0.996, ">\u202f99", False],
    },
    {
        "parts": [1.0],
        "lead": 0,
        "colors": [0],
        "gathered": [1.0],
        "layers": [[0, 0.0, 1.0]],
        "mixed": False,
        "level": 1.0,
        "figure": [1.0, "100", False],
    },
    {
        "parts": [0.1, 0.04, 0.05, 0.2, 0.1, 0.1, 0.15, 0.2],
        "lead": 7,
        "colors": [0, 1, 2, 3, 4, 7],
        "gathered": [0.1, 0.04, 0.05, 0.2, 0.1, 0.2, 0.25],
        "layers": [
            [5, 0.0, 0.2],
            [0, 0.2, 0.30000000000000004],
            [1, 0.30000000000000004, 0.34],
            [2, 0.34, 0.39],
            [3, 0.39, 0.5900000000000001],
            [4, 0.5900000000000001, 0.6900000000000001],
            [6, 0.6900000000000001, 0.9400000000000001],
        ],
        "mixed": True,
        "level": 0.94,
        "figure": [0.2, "F\u00a020", True],
    },
    {
        "parts": [0.0954, 0.3],
        "lead": 0,
        "colors": [0, 1],
        "gathered": [0.0954, 0.3],
        "layers": [[0, 0.0, 0.0954], [1, 0.0954, 0.3954]],
        "mixed": True,
        "level": 0.3954,
        "figure": [0.0954, "A\u00a09.5", False],
    },
    {
        "parts": [0.185, 0.815],
        "lead": 0,
        "colors": [0, 1],
        "gathered": [0.185, 0.815],
        "layers": [[0, 0.0, 0.185], [1, 0.185, 1.0]],
        "mixed": True,
        "level": 1.0,
        "figure": [0.185, "A\u00a019", True],
    },
]


def make() -> dict[str, list[Any]]:
    return {"paths": PATHS, "rows": ROWS, "glasses": GLASSES}
