"""What a model answers, as frozen records that become tables, arrays, files and drawings."""
