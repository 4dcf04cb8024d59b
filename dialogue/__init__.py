"""A high-level political dialogue, run from one house: sessions, agenda, minutes, follow-ups."""
