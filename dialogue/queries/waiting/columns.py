"""What every question of home names: the session of a line, and who asks."""

from sqlalchemy import bindparam

from dialogue.domain.people import Person
from dialogue.domain.sessions import Session

PARTY, AT = bindparam("party_id", type_=Session.id.type), bindparam("at", type_=Session.ends_at.type)
WEEK_AGO = bindparam("week_ago", type_=Session.ends_at.type)
PERSON = bindparam("person_id", type_=Person.id.type)
SESSION = (Session.id, Session.year, Session.number, Session.starts_at)
