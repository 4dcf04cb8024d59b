"""Acts over several nouns at once, and what time does by itself."""
