"""Files and archives as answers, and the store of exports."""
