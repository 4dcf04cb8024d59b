"""Papers: a frozen sheet in, the bytes of a Word document out. No mapped class, database, web, rule or clock."""
