"""The server as several processes of one kind, on one machine or many."""
