"""What is measured of models: the only part beside the experiments that asks the engine."""
