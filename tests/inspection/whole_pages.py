"""Pages as sites print them, large enough for trained judgement."""

from tests.inspection.reading import PROSE, SECOND, THIRD

MENU = "".join(f"<li><a href=/s{n}>Desk of the {n} winds</a></li>" for n in range(14))
MORE = "".join(
    f"<div class=teaser><h4><a href=/a{n}>Another story of the day, number {n}</a></h4></div>"
    for n in range(6)
)
HEAD = (
    "<title>Troops leave the base on the coast | Example Times</title>"
    '<meta property="og:type" content="article"><meta property="og:url" '
    'content="https://times.example/2016/03/troops-leave-the-base-on-the-coast">'
)


def news_page(inside: str = "", after: str = "") -> str:
    """The body of a news page; ``inside`` stands in the article, ``after`` behind it."""
    return (
        f"<header class=site-header><nav class=main-nav><ul>{MENU}</ul></nav></header><main><article>"
        "<h1 class=headline>Troops leave the base on the coast</h1><div class=article-body>"
        f"<p>{PROSE}</p><p>{SECOND}</p><p>{THIRD}</p>{inside}<p>{PROSE} Again.</p>"
        f"<p>{SECOND} And again.</p></div>"
        f"</article></main>{after}<aside class='sidebar related-stories'>{MORE}</aside>"
        "<footer class=site-footer><p>Made in Geneva by us</p></footer>"
    )


def forum_page() -> str:
    """The body of a thread on a forum."""
    posts = "".join(
        f"<article id=post_{n} class='topic-post comment'><div class='topic-avatar names'>"
        f"<a href=/u/user{n}>user{n}</a>"
        f"</div><div class='topic-body post-body cooked'><p>{PROSE} I asked {n} times.</p>"
        f"<p>{SECOND}</p></div></article>"
        for n in range(8)
    )
    return (
        f"<header class=d-header><ul>{MENU}</ul></header>"
        "<div class=topic-title><h1>How to leave a base?</h1></div>"
        f"<div class='posts post-stream topic-area'>{posts}</div><footer>Powered by forum software</footer>"
    )


FORUM_HEAD = (
    '<title>How to leave a base? - Forum</title><meta property="og:url" content="https://forum.example/t/base/12">'
    '<script type="application/ld+json">{"@type":"DiscussionForumPosting"}</script>'
)
