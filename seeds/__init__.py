"""Data that can be planted. Stands outside the product: nothing of it is needed to run."""
