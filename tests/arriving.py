"""Mails as other people's programs write them: replies of Outlook, Gmail and Apple, returns of mail servers, and worse.

The shapes are those that the programs are known by; every name and address is invented."""

from email.message import EmailMessage, Message
from email.mime.base import MIMEBase
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

SECRETARIAT = "secretariat@dialogue.example"

OUTLOOK = """BEGIN:VCALENDAR
METHOD:{method}
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
ATTENDEE;PARTSTAT={said};CN="{who}":MAILTO:{who}
COMMENT;LANGUAGE=en-US:{comment}\\n
UID:{uid}
SUMMARY;LANGUAGE=en-US:Accepted: Dialogue session
DTSTART;TZID=W. Europe Standard Time:20270608T093000
DTEND;TZID=W. Europe Standard Time:20270608T170000
CLASS:PRIVATE
PRIORITY:5
DTSTAMP:20270101T101500Z
TRANSP:OPAQUE
STATUS:CONFIRMED
SEQUENCE:{sequence}
LOCATION;LANGUAGE=en-US:Palace of Meetings\\, Main Street 1
X-MICROSOFT-CDO-APPT-SEQUENCE:{sequence}
X-MICROSOFT-CDO-BUSYSTATUS:BUSY
X-MICROSOFT-DISALLOW-COUNTER:FALSE
END:VEVENT
END:VCALENDAR
"""
GMAIL = """BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:{method}
BEGIN:VEVENT
DTSTART:20270608T073000Z
DTEND:20270608T150000Z
DTSTAMP:20270101T101500Z
ORGANIZER;CN=Joint Secretariat:mailto:secretariat@dialogue.example
UID:{uid}
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={said};CN={who};X-NU
 M-GUESTS=0:mailto:{who}
X-MICROSOFT-CDO-OWNERAPPTID:-137
CLASS:PRIVATE
CREATED:20270101T090000Z
LAST-MODIFIED:20270101T101500Z
SEQUENCE:{sequence}
STATUS:CONFIRMED
SUMMARY:Dialogue session
TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR
"""
APPLE = """BEGIN:VCALENDAR
CALSCALE:GREGORIAN
METHOD:{method}
PRODID:-//Apple Inc.//macOS 15.1//EN
VERSION:2.0
BEGIN:VEVENT
ATTENDEE;CN="Somebody";CUTYPE=INDIVIDUAL;EMAIL="{who}";PARTSTAT={said};ROLE=
 REQ-PARTICIPANT:mailto:{who}
DTEND;TZID=Europe/Brussels:20270608T170000
DTSTAMP:20270101T101500Z
DTSTART;TZID=Europe/Brussels:20270608T093000
ORGANIZER;CN="Joint Secretariat":mailto:secretariat@dialogue.example
SEQUENCE:{sequence}
SUMMARY:Dialogue session
UID:{uid}
END:VEVENT
END:VCALENDAR
"""
PROGRAMS = {"outlook": OUTLOOK, "gmail": GMAIL, "apple": APPLE}


def calendar(program="outlook", *, uid, who, sequence, said="ACCEPTED", method="REPLY", comment=""):
    text = PROGRAMS[program].format(uid=uid, who=who, sequence=sequence, said=said, method=method, comment=comment)
    return text.replace("\n", "\r\n")


def words(text="Yes, I come.", *, who, subject="Accepted: Dialogue session", **headers):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = who, SECRETARIAT, subject, "<1@elsewhere.example>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def reply(program="outlook", *, who, sender=None, ics=None, named="REPLY", headers=None, **more):
    """The mail with which the program answers: Outlook and Apple with an alternative, Gmail also with a file."""
    text = ics or calendar(program, who=who, **more)
    mail = words(who=sender or who, **(headers or {}))
    mail.add_alternative(text, subtype="calendar", params={"method": named} if named else {}, cte="base64")
    if program == "gmail":
        mail.add_attachment(text.encode(), maintype="application", subtype="ics", filename="invite.ics")
    return mail.as_bytes()


def returned(
    original, *, to, action="failed", whole=True, sender="MAILER-DAEMON@mx.kosovo.example (Mail Delivery System)"
):
    """A report of RFC 3464 about a mail of ours."""
    made = MIMEMultipart("report", report_type="delivery-status")
    made["From"], made["To"], made["Subject"] = sender, SECRETARIAT, "Undelivered Mail Returned to Sender"
    made["Auto-Submitted"] = "auto-replied"
    made.attach(MIMEText("The following message could not be delivered.", "plain"))
    server, recipient = Message(), Message()
    server["Reporting-MTA"] = "dns; mx.kosovo.example"
    recipient["Final-Recipient"], recipient["Action"], recipient["Status"] = f"rfc822; {to}", action, "5.1.1"
    report = MIMEBase("message", "delivery-status")
    report.set_payload([server, recipient])
    made.attach(report)
    if whole:
        made.attach(MIMEMessage(original))
    else:
        made.attach(MIMEText("".join(f"{name}: {value}\n" for name, value in original.items()), "rfc822-headers"))
    return made.as_bytes()


def told_in_words(
    original, *, subject="failure notice", said="This is a permanent error; I've given up. Sorry it didn't work out."
):
    """As mail servers say it that make no report."""
    head = "".join(f"{name}: {value}\n" for name, value in original.items())
    text = f"Hi. This is the mail server.\n{said}\n\n--- Below this line is a copy of the message.\n\n{head}"
    mail = words(text, who="MAILER-DAEMON@mx.kosovo.example", subject=subject)
    return mail.as_bytes()


def changed(raw, chance):
    """The same with some of its bytes changed, cut out or doubled at random."""
    made = bytearray(raw)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(made))
        what = chance.choice(("byte", "cut", "twice", "line"))
        if what == "byte":
            made[at] = chance.randrange(256)
        elif what == "cut":
            del made[at : at + chance.randint(1, 200)]
        elif what == "twice":
            made[at:at] = made[at : at + chance.randint(1, 200)]
        else:
            made[at:at] = b"\r\n"
        made = made or bytearray(b"x")
    return bytes(made)
