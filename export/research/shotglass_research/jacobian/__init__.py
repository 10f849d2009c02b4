"""The Jacobian lens: its definition, its fit, the rule of its gain over the logit lens."""
