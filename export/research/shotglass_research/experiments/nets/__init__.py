"""Networks of the experiments, trained again and shipped, so that a lesson can run them."""
