"""Decisions: numbered only on adoption, one register across all sessions; their text never changes."""

import datetime as dt

from sqlalchemy import ForeignKey, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from dialogue.domain.base import Base, Refused, words
from dialogue.domain.editions import Level
from dialogue.domain.minutes import Means, Minutes, Paragraph, ParagraphKind
from dialogue.domain.sessions import Session
from dialogue.domain.topics import Topic


class Decision(Base):
    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("session_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), init=False)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id"), init=False, index=True)
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("paragraphs.id"), init=False)
    number: Mapped[int]
    text: Mapped[str]
    level: Mapped[Level] = mapped_column(words(Level))
    item_key: Mapped[str]
    item_number: Mapped[str]
    item_title: Mapped[str]
    adopted_at: Mapped[dt.datetime]
    means: Mapped[Means] = mapped_column(words(Means))

    session: Mapped[Session] = relationship(lazy="joined", innerjoin=True)
    topic: Mapped[Topic | None] = relationship(default=None)
    paragraph: Mapped[Paragraph] = relationship()

    @property
    def reference(self) -> str:
        return reference(self.session.year, self.session.number, self.number)


def reference(year: int, session_number: int, number: int) -> str:
    """`D/2026/2/03`."""
    return f"D/{year}/{session_number}/{number:02d}"


def adopt(minutes: Minutes) -> list[Decision]:
    """Number what the approved minutes decided, in the order of their paragraphs; the paragraphs carry the reference
    from now on. Refused before the approval, and a second time."""
    if not minutes.is_approved or minutes.approved_at is None or minutes.means is None:
        raise Refused("Decisions get their numbers when the minutes are approved.")
    if any(p.reference for p in minutes.paragraphs()):
        raise Refused("The decisions of these minutes have their numbers already.")
    found = []
    for item in minutes.items:
        for paragraph in item.paragraphs:
            if paragraph.kind is not ParagraphKind.DECIDED:
                continue
            decision = Decision(
                session=minutes.session,
                number=minutes.session.next("D"),
                text=paragraph.text,
                level=paragraph.level,
                item_key=item.key,
                item_number=item.number,
                item_title=item.title,
                adopted_at=minutes.approved_at,
                means=minutes.means,
                topic=item.topic,
                paragraph=paragraph,
            )
            paragraph.reference = decision.reference
            decision.did("adopt", by=None, at=minutes.approved_at)
            found.append(decision)
    return found


def register(words: str = "") -> Select[Decision]:
    """The joint register at the delegations' level, the newest first; those whose text holds every word typed."""
    return (
        select(Decision)
        .join(Decision.session)
        .options(joinedload(Decision.topic))
        .where(Decision.level != Level.SECRETARIAT)
        .where(*(Decision.text.icontains(word, autoescape=True) for word in words.split()))
        .order_by(Session.year.desc(), Session.number.desc(), Decision.number)
    )
