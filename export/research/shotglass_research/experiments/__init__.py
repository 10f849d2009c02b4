"""The experiments behind the lessons: one file each, in a folder for each group of lessons.

An experiment states its question, hypothesis and rule before it is run (``experiment.py``); a run
gives a ``Result`` (``result.py``), which the lesson's folder of the page keeps as result.json.
torch, scikit-learn, scipy and gensim are imported inside the functions that use them, so that all
experiments can be listed without them.
"""
