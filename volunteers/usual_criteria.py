"""What interviewers usually look at (domain rule 3.5): a call may begin with it."""

#: Turkish, English, weight.
USUAL_CRITERIA: list[tuple[str, str, int]] = [
    ("Motivasyon ve beklenti", "Motivation and expectation", 2),
    ("Toplumsal cinsiyet eşitliğine yaklaşım", "View of gender equality", 2),
    ("İletişim ve ekip çalışması", "Communication and teamwork", 1),
    ("Alanla ilgili yeterlik", "Fitness for the area", 1),
    ("Zaman uygunluğu", "Availability", 1),
    (
        "Gizlilik ve güvenli alan ilkelerine uyum",
        "Confidentiality and safe space",
        2,
    ),
]
