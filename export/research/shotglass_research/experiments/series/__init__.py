"""The series: from GPT-1 to GPT-4."""
