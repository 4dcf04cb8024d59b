"""The people, organisations and places of the demonstration. All people are invented, at `.example` addresses."""

from dataclasses import dataclass

from dialogue.domain.organisations import Organisation, OrganisationKind, Place
from dialogue.domain.people import AccountState, Person, Rank
from dialogue.domain.settings import Settings

ACCOUNTS = (
    ("secretary.brussels@dialogue.example", "secretary of one Party"),
    ("secretary.prishtina@dialogue.example", "secretary of the other"),
    ("chair.nato@nato.example", "co-chair, head of delegation"),
    ("chair.kosovo@kosovo.example", "co-chair, head of delegation"),
    ("delegate.nato@nato.example", "delegate of the last and of the next session"),
    ("delegate.kosovo@kosovo.example", "delegate of the last and of the next session"),
    ("focal.kosovo@kosovo.example", "focal point: names the delegation of its own Party"),
    ("cohost@institute.example", "the institute that co-hosted the session before last"),
    ("cohost@university.example", "the university engaged for the next session"),
    ("admin@dialogue.example", "keeps people, organisations, settings"),
    ("outsider@elsewhere.example", "takes part in nothing"),
)


@dataclass(frozen=True)
class Cast:
    brussels: Place
    prishtina: Place
    nato: Organisation
    kosovo: Organisation
    institute: Organisation
    university: Organisation
    observer: Organisation
    people: dict[str, Person]
    settings: Settings

    def everything(self) -> list[object]:
        return [
            self.settings,
            self.brussels,
            self.prishtina,
            self.nato,
            self.kosovo,
            self.institute,
            self.university,
            self.observer,
            *self.people.values(),
        ]

    @property
    def parties(self) -> list[Organisation]:
        return [self.nato, self.kosovo]

    def __getitem__(self, name: str) -> Person:
        return self.people[name]


def cast(password_hash: str) -> Cast:
    brussels = Place(
        slug="brussels", short_name="Brussels", long_name="Brussels, Belgium", neutral_name="Brussels", country="BE"
    )
    prishtina = Place(
        slug="prishtina", short_name="Prishtina", long_name="Prishtina", neutral_name="Prishtina", country="XK"
    )
    nato = Organisation(
        slug="nato",
        kind=OrganisationKind.PARTY,
        short_name="NATO",
        long_name="North Atlantic Treaty Organization",
        neutral_name="NATO",
        seat=brussels,
        order=1,
    )
    kosovo = Organisation(
        slug="kosovo",
        kind=OrganisationKind.PARTY,
        short_name="Kosovo",
        long_name="Government of Kosovo",
        neutral_name="Authorities in Kosovo",
        seat=prishtina,
        order=2,
    )
    institute = Organisation(
        slug="institute",
        kind=OrganisationKind.COHOST,
        short_name="Security Policy Institute",
        long_name="Institute for Security Policy and Dialogue",
        neutral_name="Security Policy Institute",
    )
    university = Organisation(
        slug="university",
        kind=OrganisationKind.COHOST,
        short_name="University",
        neutral_name="University",
        long_name="University of the Western Balkans, Faculty of Political Science",
    )
    observer = Organisation(
        slug="regional-council",
        kind=OrganisationKind.OBSERVER,
        short_name="Regional Council",
        long_name="Regional Cooperation Council of Observers",
        neutral_name="Regional Council",
    )
    elsewhere = Organisation(
        slug="elsewhere",
        kind=OrganisationKind.OTHER,
        short_name="Elsewhere",
        long_name="Elsewhere Foundation",
        neutral_name="Elsewhere",
    )

    def person(
        email: str,
        given: str,
        family: str,
        organisation: Organisation,
        function: str,
        rank: Rank = Rank.OFFICER,
        standing: AccountState = AccountState.NONE,
        signs_in: bool = True,
    ) -> Person:
        return Person(
            email=email,
            given_name=given,
            family_name=family,
            organisation=organisation,
            function=function,
            rank=int(rank),
            standing=standing,
            password_hash=password_hash if signs_in else None,
        )

    people = {
        "admin": person(
            "admin@dialogue.example",
            "Ingrid",
            "Halvorsen",
            elsewhere,
            "System administrator",
            standing=AccountState.ADMIN,
        ),
        "secretary_nato": person(
            "secretary.brussels@dialogue.example",
            "Marieke",
            "van den Berg",
            nato,
            "Secretary of the dialogue",
            Rank.DIRECTOR,
            AccountState.SECRETARY,
        ),
        "secretary_kosovo": person(
            "secretary.prishtina@dialogue.example",
            "Arbnora",
            "Krasniqi",
            kosovo,
            "Secretary of the dialogue",
            Rank.DIRECTOR,
            AccountState.SECRETARY,
        ),
        "chair_nato": person(
            "chair.nato@nato.example", "Henrik", "Lindqvist", nato, "Assistant Secretary General", Rank.PRINCIPAL
        ),
        "chair_kosovo": person(
            "chair.kosovo@kosovo.example", "Valdete", "Morina", kosovo, "Deputy Prime Minister", Rank.PRINCIPAL
        ),
        "delegate_nato": person(
            "delegate.nato@nato.example", "Catarina", "Figueiredo", nato, "Head of the regional desk", Rank.DIRECTOR
        ),
        "delegate_kosovo": person(
            "delegate.kosovo@kosovo.example",
            "Driton",
            "Gashi",
            kosovo,
            "Director for Euro-Atlantic integration",
            Rank.DIRECTOR,
        ),
        "focal_kosovo": person("focal.kosovo@kosovo.example", "Teuta", "Berisha", kosovo, "Protocol officer"),
        "alternate_nato": person(
            "alternate.nato@nato.example",
            "Łukasz",
            "Wiśniewski",
            nato,
            "Deputy head of division",
            Rank.AMBASSADOR,
            signs_in=False,
        ),
        "alternate_kosovo": person(
            "alternate.kosovo@kosovo.example",
            "Dragana",
            "Đorđević",
            kosovo,
            "Deputy Minister of Defence",
            Rank.AMBASSADOR,
            signs_in=False,
        ),
        "substitute_nato": person(
            "desk.nato@nato.example", "Margot", "Delvaux", nato, "Deputy head of section", Rank.DIRECTOR, signs_in=False
        ),
        "adviser_nato": person(
            "adviser.nato@nato.example", "Siobhán", "O’Neill", nato, "Legal adviser", Rank.ADVISER, signs_in=False
        ),
        "adviser_kosovo": person(
            "adviser.kosovo@kosovo.example",
            "Mehmet",
            "Çelik",
            kosovo,
            "Adviser, National Security Council",
            Rank.ADVISER,
            signs_in=False,
        ),
        "cohost_institute": person("cohost@institute.example", "Blerta", "Shala", institute, "Executive director"),
        "cohost_university": person("cohost@university.example", "Petrit", "Hoxha", university, "Dean", Rank.DIRECTOR),
        "observer": person(
            "observer@council.example", "Jelena", "Marković", observer, "Liaison officer", signs_in=False
        ),
        "outsider": person("outsider@elsewhere.example", "Oskar", "Nieminen", elsewhere, "Researcher"),
    }
    settings = Settings(
        dialogue_name="NATO–Kosovo High-Level Political Dialogue",
        marking="LIMITED DISTRIBUTION",
        zone_label="Brussels/Prishtina time",
    )
    return Cast(brussels, prishtina, nato, kosovo, institute, university, observer, people, settings)
