"""What newsrooms and page systems put into pages: the words that ``edits`` works with."""

CORRECTIONS = (
    "Correction: An earlier version of this article misstated the year in which the bridge was opened.",
    "Correction, May 3: This story has been corrected to show that the vote was held on Tuesday.",
    "An earlier version of this article incorrectly stated the minister's age. It has been corrected.",
    "Editor's note: After publication the company sent a statement, which has been added to this story.",
    "Update: This story has been updated with a statement from the police.",
    "Clarification: This article was amended to make clear that the inquiry is still open.",
)
DISCLAIMERS = (
    (
        "The views expressed in this article are the author's own and do not necessarily reflect the "
        "views of this newspaper."
    ),
    (
        "Disclaimer: The opinions expressed here are those of the author and do not represent the position "
        "of the publisher."
    ),
    "This material may not be published, broadcast, rewritten or redistributed without written permission.",
    "This article was originally published on The Harbour Conversation under a Creative Commons licence.",
    "The information provided here is for general purposes only and does not constitute financial advice.",
    "Reprinted with permission of the Harbour News Service. All rights reserved.",
)
REWORDED = {
    DISCLAIMERS[
        0
    ]: "The views expressed in this column are the author's own and reflect in no way the views of "
    "this newspaper.",
    DISCLAIMERS[
        1
    ]: "Disclaimer: The opinions expressed here are those of the author and the editors, and do not "
    "represent the position of the publisher.",
    DISCLAIMERS[
        2
    ]: "This material may be published, broadcast, rewritten or redistributed with written permission only.",
    DISCLAIMERS[
        4
    ]: "The information provided here is for general purposes only and does not constitute legal or "
    "financial advice.",
}
PARAGRAPHS = (
    "The council of the harbour town will meet again next week to discuss the costs of the new bridge.",
    "A spokeswoman for the ministry said that the report would be published before the end of the month.",
    "Neighbours described how they had been woken by the noise and had left their houses in a hurry.",
    "It is the third time in two years that the plant has had to stop its turbines for repairs.",
)
NAMES = ("Harald Winter", "Paula Jones", "Miriam Oduya", "Viktor Lindqvist")
ADVERTS = (
    "Advertisement",
    "Sponsored: Ten gadgets that everybody wants this winter",
    "Advertisement - continue reading below",
    "Paid content by Acme Mattress: sleep better tonight, 40% off",
    "Subscribe now and save 50%",
)
TEASERS = (
    "Storm closes three airports in the north",
    "Ten dead in ferry accident, officials say",
    "Markets fall for a fourth day",
    "Why everybody is talking about this actor's coat",
    "Opinion: the trains we deserve",
)
COOKIES = (
    "We use cookies to improve your experience. By continuing to use this site you accept our cookie policy.",
    "This site uses cookies. Read our privacy policy to find out more.",
)
COMMENTS = (
    "I do not believe a word of this, sorry. They said the same last year and nothing happened at all.",
    "Great article! My brother works there and says that it is even worse.",
    "@Winter you are wrong, the bridge was paid for by the county and not by the state.",
    "When will somebody be held responsible for this? 12,000 people live there.",
)
_UNITS = "views shares comments comment likes replies min mins minutes hours days ago followers"
UNITS = frozenset(_UNITS.split())
CLOSED = (
    "Comments are closed.",
    "Comments for this article are closed.",
    "Comments on this story are now closed.",
)
