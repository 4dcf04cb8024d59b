"""Who is told, in which words, and the sending of it."""
