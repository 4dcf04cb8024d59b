"""What the policy brief puts on the table, as data: security topics, items of cooperation."""

TOPICS = (
    (
        "hybrid-threats-and-disinformation",
        "Hybrid threats and disinformation",
        "Disinformation and hybrid activity directed at Kosovo; strategic communications as the answer to it.",
    ),
    (
        "kfor-and-the-security-situation",
        "KFOR and the security situation",
        "The security guarantee through the KFOR mission, and a shared, evidence-based picture of developments.",
    ),
    ("cyber-defence", "Cyber defence", "Resilience against cyber threats; access to expertise and training."),
    ("energy-security", "Energy security", "Resilience of energy supply and critical infrastructure in the region."),
    (
        "crisis-management-and-disaster-response",
        "Crisis management and disaster response",
        "Preparedness and interoperability in emergency response.",
    ),
    (
        "coordinated-public-communication",
        "Coordinated public communication",
        "Measured, evidence-based and coordinated public messages on security matters.",
    ),
    (
        "return-and-reintegration-of-foreign-fighters",
        "Reintegration of foreign fighters",
        "Practical experience with reintegration, and what others can take from it.",
    ),
)

# (title, public title, topic or "", minutes, text, level): items of substance for the agendas of the demonstration
ITEMS = {
    "exercises": (
        "Roadmap for participation in joint exercises",
        "Joint exercises",
        "",
        45,
        """From **observer roles** to active participation in planning and deployment:

- exercises open next year, with their planning conferences
- what evaluation is needed at each step""",
        "delegations",
    ),
    "menu": (
        "Access to activities of the Partnership Cooperation Menu",
        "Partnership tools",
        "",
        40,
        "Which activities would be mutually beneficial, and what a first concept document should cover.",
        "cohost",
    ),
    "centres": (
        "Observer status in existing Centres of Excellence",
        "Centres of Excellence",
        "cyber-defence",
        40,
        "Priorities named so far: cyber defence, energy security, strategic communications.",
        "cohost",
    ),
    "messages": (
        "Public messages on security matters",
        "Public communication",
        "coordinated-public-communication",
        30,
        "How statements are coordinated beforehand, and who leads on which subject.",
        "delegations",
    ),
    "resilience": (
        "Post-conflict community resilience: lessons for others",
        "Community resilience",
        "crisis-management-and-disaster-response",
        30,
        "Presentation by the co-host, followed by questions.",
        "public",
    ),
    "hybrid": (
        "Hybrid threats: exchange on recent developments",
        "Hybrid threats",
        "hybrid-threats-and-disinformation",
        45,
        "Both sides report on incidents since the last session and how they were established.",
        "delegations",
    ),
}
