"""Running the product: backup, restore, schema, server, supervisor, heartbeat."""
