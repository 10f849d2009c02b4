"""What is looked at inside a model, part by part: the logit lens, the numbers of a layer."""
