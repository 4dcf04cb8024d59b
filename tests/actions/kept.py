"""What acts have left in the database."""

from sqlalchemy import func, select

from dialogue.domain.papers import ReleasedFile


def files(db, session, kind):
    found = db.scalars(select(ReleasedFile).where(ReleasedFile.session == session, ReleasedFile.kind == kind))
    return {(file.label, file.level): file for file in found}


def count(db, noun):
    return db.scalar(select(func.count()).select_from(noun))
