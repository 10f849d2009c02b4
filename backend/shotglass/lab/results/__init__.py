"""The answers of a model, as frozen records that become tables, arrays, files and drawings."""
