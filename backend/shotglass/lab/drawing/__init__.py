"""Results as pictures in a notebook: static SVG and HTML, without script, every text escaped."""
