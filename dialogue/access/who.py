"""Who somebody is, and what a seat or an engagement gives: predicates of the person, whatever the thing is."""

from dialogue.access.predicates import fact, in_session, of_person
from dialogue.access.standing import minutes_held
from dialogue.domain.delegations import Ability
from dialogue.domain.editions import DOCUMENT_LEVELS

# The person

is_active = of_person("is_active", lambda who: who.person.active)
is_invited = of_person("is_invited", lambda who: who.person.password_hash is None)
is_secretary = of_person("is_secretary", lambda who: who.is_secretary)
is_admin = of_person("is_admin", lambda who: who.person.is_admin)
is_of_a_party = of_person("is_of_a_party", lambda who: who.person.organisation.is_party)
reads_papers = of_person("reads_papers", lambda who: who.person.reads_papers)

# What it holds of the dialogue as a whole

takes_part = of_person("takes_part", lambda who: who.takes_part)
holds_register = of_person("holds_register", lambda who: who.holds_register)
is_a_guest_alone = of_person("is_a_guest_alone", lambda who: who.takes_part and not who.holds_register)
speaks_somewhere = of_person("speaks_somewhere", lambda who: who.speaks)
leads_somewhere = of_person("leads_somewhere", lambda who: who.leads_somewhere)
keeps_own_people = of_person("keeps_own_people", lambda who: who.keeps_own_people)
is_heard_in_a_round = fact("is_heard_in_a_round", lambda who, _: bool(who.rounds))  # a statement of its own
is_on_a_list = fact("is_on_a_list", lambda who, _: bool(who.lists))  # likewise
meets = fact("meets", lambda who, _: who.meets)  # likewise

# What it holds of the thing's session

is_guest_of_it = in_session("is_guest_of_it", lambda who, here: who.can(Ability.SESSION, here))
sits_in_it = in_session("sits_in_it", lambda who, here: here in who.seats and who.seats[here].is_accredited)
sits_at_table = in_session("sits_at_table", lambda who, here: here in who.seats and who.seats[here].is_at_table)
is_engaged = in_session("is_engaged", lambda who, here: here in who.engagements)
may_propose_items = in_session(
    "may_propose_items", lambda who, here: here in who.engagements and who.engagements[here].may_propose_items
)
reads_agenda = in_session("reads_agenda", lambda who, here: who.can(Ability.AGENDA, here))
holds_papers = in_session("holds_papers", lambda who, here: who.can(Ability.PAPERS, here))
sees_rounds = in_session("sees_rounds", lambda who, here: who.can(Ability.ROUNDS, here))
requests_items = in_session("requests_items", lambda who, here: who.can(Ability.REQUESTS, here))
comments = in_session("comments", lambda who, here: who.can(Ability.COMMENTS, here))
is_focal_point = in_session("is_focal_point", lambda who, here: who.can(Ability.PEOPLE, here))
names_its_side = in_session("names_its_side", lambda who, here: who.can(Ability.NAMES, here))
speaks = in_session("speaks", lambda who, here: who.entitled(here))
is_head = in_session("is_head", lambda who, here: here in who.seats and who.seats[here].is_head)  # nobody in its place
leads = in_session("leads", lambda who, here: who.heads(here) is not None)

# Which edition of its minutes is the person's once that is out

minutes_of = {
    level: in_session(
        f"minutes_of_{level.value}",
        lambda who, here, level=level: level in minutes_held(who, here),  # type: ignore[misc]  # mypy cannot tell the type of a bound default
    )
    for level in DOCUMENT_LEVELS
}

# Which edition of its agenda is the person's once that went out; secretaries have the text itself

agenda_of = {
    level: in_session(
        f"agenda_of_{level.value}",
        lambda who, here, level=level: who.agenda_level(here) is level,  # type: ignore[misc]  # as above
    )
    for level in DOCUMENT_LEVELS
}
