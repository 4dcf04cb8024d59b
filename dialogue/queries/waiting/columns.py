"""What every question of home names: the session of a line, who asks, and the Party whose turn it is."""

from sqlalchemy import bindparam
from sqlalchemy.orm import aliased

from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session

PARTY, AT = bindparam("party_id", type_=Session.id.type), bindparam("at", type_=Session.ends_at.type)
WEEK_AGO = bindparam("week_ago", type_=Session.ends_at.type)
OPENS_BY = bindparam("opens_by", type_=Session.ends_at.type)  # of a session that may be opened now
CLOSES_BY = bindparam("closes_by", type_=Session.ends_at.type)  # of one whose call may be closed now by one side
PERSON = bindparam("person_id", type_=Person.id.type)
SESSION = (Session.id, Session.year, Session.number, Session.starts_at)
SIDE = aliased(Organisation, name="side")
