"""OpenAI's batches: files of requests, which are answered while nobody else asks for anything."""
