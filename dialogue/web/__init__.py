"""HTTP only: read, call one verb or act, answer. No rule of the dialogue is decided here."""
