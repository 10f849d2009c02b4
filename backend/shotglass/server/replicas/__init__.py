"""The server in several processes: one listens, checks and keeps what is kept; others compute."""
