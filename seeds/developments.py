"""The development log of the demonstration: what the brief is concerned with, as dated entries of either side."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from dialogue.actions import developments as acts
from dialogue.domain.agenda import AgendaItem
from dialogue.domain.developments import Account, Corroboration, Development
from dialogue.domain.sessions import ZONE
from seeds.story import Story


@dataclass(frozen=True)
class Entry:
    """Which side proposed it, how many days ago, and how long it lasted. `answer`: the other side's: "accept",
    "confirm", why it does not share it, or "" while it waits. `corrects`: the how-manieth entry before."""

    topic: str
    side: str
    ago: int
    text: str
    source: str
    answer: str = ""
    days: int = 1
    corroboration: Corroboration = Corroboration.REPORTED
    corrects: int | None = None


ENTRIES = (
    Entry(
        "hybrid-threats-and-disinformation",
        "kosovo",
        160,
        "A forged letter of a ministry, which called up reservists, went round on three channels. The ministry denied"
        " it within two hours; two of the channels took it down.",
        "Monitoring report 14 of the communications unit",
        "accept",
        corroboration=Corroboration.SECOND_SOURCE,
    ),
    Entry(
        "kfor-and-the-security-situation",
        "nato",
        95,
        "A road to a crossing point was blocked for nine hours. KFOR and the police kept apart who had gathered there;"
        " nobody was hurt.",
        "KFOR situation report",
        "confirm",
    ),
    Entry(
        "cyber-defence",
        "kosovo",
        13,
        "The portal for public services could not be reached for parts of two days. The traffic came from rented"
        " machines; no data were lost.",
        "National response team, incident 2031",
        "accept",
        days=2,
        corroboration=Corroboration.SECOND_SOURCE,
    ),
    Entry(
        "energy-security",
        "kosovo",
        11,
        "A canal that cools a power station was damaged. The supply was whole again within a day; how it was damaged"
        " is being looked into.",
        "Operator of the network",
        "accept",
    ),
    Entry(
        "coordinated-public-communication",
        "nato",
        9,
        "A public statement spoke of an attack as imminent. No report of one had come through security channels.",
        "Transcript of the broadcast",
        "The statement is quoted in part; as a whole it speaks of a risk.",
    ),
    Entry(
        "kfor-and-the-security-situation",
        "kosovo",
        8,
        "Armed persons were seen beside a track near the boundary line.",
        "Two residents, heard by the police",
        "Patrols that were there on the same evening and the next day found no trace of it.",
    ),
    Entry(
        "kfor-and-the-security-situation",
        "nato",
        7,
        "The road was blocked for six hours, not for nine: the first report counted from the call.",
        "KFOR situation report, second version",
        "accept",
        corroboration=Corroboration.SECOND_SOURCE,
        corrects=1,
    ),
    Entry(
        "crisis-management-and-disaster-response",
        "kosovo",
        2,
        "Floods closed two roads in the north-east. Both sides’ engineers cleared one of them together.",
        "Emergency management agency",
    ),
)
# Which of them are cited under the item of the next agenda with this public title.
CITED = {"Hybrid threats": (0, 2)}


def plant(story: Story) -> None:
    """Each entry by one secretary, a day after it happened, and answered by the other on the same day."""
    told: list[Development] = []
    for entry in ENTRIES:
        told.append(_tell(story, entry, None if entry.corrects is None else told[entry.corrects]))
    for title, which in CITED.items():
        wanted = select(AgendaItem).where(AgendaItem.public_title == title).order_by(AgendaItem.id.desc()).limit(1)
        item = story.db.scalars(wanted).one()
        for one in (told[n] for n in which):
            acts.cite(one, item, by=story.cast["secretary_kosovo"], at=story.ago(days=1))
            story.db.flush()


def _tell(story: Story, entry: Entry, corrects: Development | None) -> Development:
    sides = ("nato", "kosovo") if entry.side == "nato" else ("kosovo", "nato")
    by, other = (story.cast[f"secretary_{side}"] for side in sides)
    last = entry.ago - entry.days + 1
    account = Account(
        happened_on=_day(story.ago(days=entry.ago)),
        happened_until=_day(story.ago(days=last)) if entry.days > 1 else None,
        text=entry.text,
        source=entry.source,
        corroboration=entry.corroboration,
    )
    at = story.ago(days=last - 1)
    made = acts.propose(story.topics[entry.topic], account, corrects=corrects, by=by, at=at)
    answered = at + dt.timedelta(hours=3)
    if entry.answer in ("accept", "confirm"):
        made.accept(confirms=entry.answer == "confirm", base=made.version, by=other, at=answered)
    elif entry.answer:
        made.not_share(entry.answer, base=made.version, by=other, at=answered)
    story.db.flush()
    return made


def _day(at: dt.datetime) -> dt.date:
    return at.astimezone(ZONE).date()
