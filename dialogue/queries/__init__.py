"""What one reader sees, gathered from the nouns."""
