"""Routes that measure a task on many items, and look for what its answers depend on."""
