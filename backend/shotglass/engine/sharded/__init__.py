"""A measurement of any number of items, cut into shards that are read alone: here, or by workers
on many machines. The readings have the same bits wherever a shard is read."""
