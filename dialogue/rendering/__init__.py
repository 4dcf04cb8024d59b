"""A sheet in, bytes out: Word, iCalendar, spreadsheets, HTML."""
