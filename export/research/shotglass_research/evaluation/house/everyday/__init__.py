"""A house model on everyday nouns: which nouns they are, what is asked, the rule, the figures."""
