"""HTTP: the only place that knows Flask. Start at ``app.create_app``."""
