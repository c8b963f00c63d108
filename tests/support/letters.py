"""Letters as collections print them, under any headings, in four languages."""

PROSE = {
    "en": "I have your letter of last week and the parcel that came with it, for which I thank you;"
    " the weather is fine and we are all well here, as I hope that you are too, my friend.",
    "de": "Ich habe deinen Brief von der letzten Woche und das Paket, das mit ihm kam, ich danke"
    " dir dafür; das Wetter ist schön und wir sind alle gesund, wie ich es auch von dir hoffe.",
    "fr": "J'ai reçu votre lettre de la semaine dernière et le paquet qui est venu avec elle, et je"
    " vous en remercie; le temps est beau et nous sommes tous bien ici, comme je l'espère de vous.",
    "ru": "Я получил ваше письмо на прошлой неделе и посылку, которая пришла с ним, и благодарю вас"
    " за нее; погода хорошая, и мы все здоровы, чего и вам желаю, как и всем вашим друзьям.",
}
DATES = {
    "en": "Dover, 4 May {}",
    "de": "Jena, den 4. Mai {}",
    "fr": "Lyon, 4 mai {}",
    "ru": "Москва, 4 мая {} г.",
}
SALUTES = {
    "en": "My dear friend,",
    "de": "Lieber Freund!",
    "fr": "Mon cher ami,",
    "ru": "Милый друг!",
}
NAMES = {"en": "ANNA ROE.", "de": "Anna Roth.", "fr": "ANNE ROUX.", "ru": "Анна Роева."}


def page(heads: list[str], language: str = "en", between: str = "") -> str:
    """Letters under these heads; a head may have several lines."""
    letters = [
        "\n\n".join(
            filter(
                None,
                (
                    head,
                    DATES[language].format(1851 + number),
                    SALUTES[language],
                    PROSE[language],
                    PROSE[language],
                    NAMES[language],
                    between,
                ),
            )
        )
        for number, head in enumerate(heads)
    ]
    return "\n\n".join(letters)
