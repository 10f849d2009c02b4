"""The parts of ``explain``: the logit lens, the numbers of a layer, attribution, interventions."""
