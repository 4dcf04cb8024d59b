"""The dialogue itself: mapped classes, their verbs, states and named selections. Knows no web, no clock, no
rendering."""
