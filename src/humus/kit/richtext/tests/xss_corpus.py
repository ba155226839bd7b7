# ruff: noqa: E501 - an attack is one line
"""Attacks on rich text, for every entry that takes some: each tries to call ``pwn()`` in a reader's browser.

``HTML``: pasted, imported or mailed HTML. ``URLS``: addresses of links, images and profiles. ``MARKDOWN``: the same through
Markdown. ``TEXTS``: for titles, names and every other plain field. ``documents()``: ProseMirror documents around all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

HTML: tuple[str, ...] = (
    "<script>pwn()</script>",
    "<SCRIPT>pwn()</SCRIPT>",
    "<ScRiPt >pwn()</sCrIpT >",
    "<script\n>pwn()</script\n>",
    "<script\x0c>pwn()</script>",
    "<script/x>pwn()</script>",
    "<script src=data:text/javascript,pwn()></script>",
    "<script src='data:text/javascript;base64,cHduKCk='></script>",
    "<script type=module>pwn()</script>",
    "<script type='text/javascript'>pwn()//</script>",
    "<script>/*<p>*/pwn()/*</p>*/</script>",
    "<<script>script>pwn()</script>",
    "<scr<script>ipt>pwn()</scr</script>ipt>",
    "<script>pwn()",
    "<script>pwn()<!--",
    "<script><!--\npwn()\n--></script>",
    "</script><script>pwn()</script>",
    "</title><script>pwn()</script>",
    "</textarea><script>pwn()</script>",
    "</style><script>pwn()</script>",
    "</noscript><script>pwn()</script>",
    "--><script>pwn()</script>",
    "]]><script>pwn()</script>",
    "<!--><script>pwn()</script>-->",
    "<!--!><img src=x onerror=pwn()>-->",
    "<![CDATA[<script>pwn()</script>]]>",
    "<?xml version='1.0'?><script>pwn()</script>",
    "<!DOCTYPE html><script>pwn()</script>",
    "<img src=x onerror=pwn()>",
    "<img src=x onerror='pwn()'>",
    '<img src=x onerror="pwn()">',
    "<img src=x onerror=`pwn()`>",
    "<img src=x ONERROR=pwn()>",
    "<img/src=x/onerror=pwn()>",
    "<img\tsrc=x\tonerror=pwn()>",
    "<img\nsrc=x\nonerror\n=\npwn()>",
    "<img\x0csrc=x\x0conerror=pwn()>",
    "<img src=x onerror=\x01pwn()>",
    "<img src=x onerror=&#112;wn()>",
    "<img src=x onerror=&#x70;wn()>",
    "<img src=x onerror=pwn&#40;&#41;>",
    "<img src=x onerror=pwn&lpar;&rpar;>",
    "<img src=x:x onerror=eval('pwn()')>",
    "<img src=x onerror=\"window['p'+'wn']()\">",
    "<img src=x onerror=setTimeout('pwn()')>",
    "<img src=x onerror=import('data:text/javascript,pwn()')>",
    "<img src=data:image/gif;base64,R0lGODlhAQABAAAAACw= onload=pwn()>",
    "<img srcset='x 1x' onerror=pwn()>",
    "<image src=x onerror=pwn()>",
    "<img src=x alt='`><script>pwn()</script>'>",
    "<img src='x' alt=\"x' onerror='pwn()\">",
    '<img """><script>pwn()</script>">',
    '<img src=1 href=1 onerror="javascript:pwn()"></img>',
    "<svg onload=pwn()>",
    "<svg/onload=pwn()>",
    "<svg><script>pwn()</script></svg>",
    "<svg><script>pwn&#40;)</script></svg>",
    "<svg><script href=data:text/javascript,pwn() />",
    "<svg><script xlink:href=data:text/javascript,pwn()></script></svg>",
    "<svg><a xlink:href=javascript:pwn()><text y=20>x</text></a></svg>",
    "<svg><a href='javascript:pwn()'><circle r=40 /></a></svg>",
    "<svg><animate onbegin=pwn() attributeName=x dur=1s>",
    "<svg><set onbegin=pwn() attributeName=x>",
    "<svg><animate xlink:href=#a attributeName=href values=javascript:pwn() /><a id=a><text y=20>x</text></a></svg>",
    "<svg><foreignObject><img src=x onerror=pwn()></foreignObject></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg onload=pwn()/>#x'/></svg>",
    "<svg><style><img src=x onerror=pwn()></style></svg>",
    "<svg></p><style><a id='</style><img src=x onerror=pwn()>'>",
    "<svg><desc><noscript></desc></noscript><img src=x onerror=pwn()>",
    "<svg xmlns='http://www.w3.org/2000/svg' onload='pwn()'/>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=pwn()&gt;'>",
    "<math><a xlink:href=javascript:pwn()>x</a></math>",
    "<math href='javascript:pwn()'>x</math>",
    "<math><maction actiontype=statusline xlink:href=javascript:pwn()>x</maction></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=pwn()>",
    "<math><annotation-xml encoding='text/html'><img src=x onerror=pwn()></annotation-xml></math>",
    "<noscript><p title='</noscript><img src=x onerror=pwn()>'>",
    "<iframe src=javascript:pwn()></iframe>",
    "<iframe srcdoc='<script>parent.pwn()</script>'></iframe>",
    "<iframe srcdoc='&lt;img src=x onerror=parent.pwn()&gt;'></iframe>",
    "<iframe onload=pwn()></iframe>",
    "<iframe src=data:text/html,<script>parent.pwn()</script>></iframe>",
    "<object data=javascript:pwn()></object>",
    "<object data='data:text/html,<script>parent.pwn()</script>'></object>",
    "<object onerror=pwn() data=x>",
    "<embed src=javascript:pwn()>",
    "<embed src='data:image/svg+xml,<svg onload=parent.pwn() xmlns=http://www.w3.org/2000/svg>'>",
    "<applet code=x onerror=pwn()></applet>",
    "<body onload=pwn()>",
    "<body onpageshow=pwn()>",
    "<body onhashchange=pwn()><a href=#x>x</a>",
    "<html onmousemove=pwn()>",
    "<frameset onload=pwn()>",
    "<frameset><frame src=javascript:pwn()></frameset>",
    "<meta http-equiv=refresh content='0;url=javascript:pwn()'>",
    "<meta http-equiv=refresh content='0;url=data:text/html,<script>pwn()</script>'>",
    "<base href='javascript:/a/+pwn()//'>",
    "<link rel=stylesheet href='javascript:pwn()'>",
    "<link rel=import href='data:text/html,<script>pwn()</script>'>",
    "<link rel=prefetch href=x onload=pwn() onerror=pwn()>",
    "<style>@import 'javascript:pwn()';</style>",
    "<style>*{background:url(javascript:pwn())}</style>",
    "<style onload=pwn()></style>",
    "<style><img src='</style><img src=x onerror=pwn()>'></style>",
    "<style>@keyframes x{}</style><b style='animation-name:x' onanimationstart=pwn()>x</b>",
    "<p style='background:url(javascript:pwn())'>x</p>",
    "<p style='width:expression(pwn())'>x</p>",
    "<p style='-moz-binding:url(data:text/xml,pwn())'>x</p>",
    '<p style="behavior:url(x.htc)" onclick=pwn()>x</p>',
    "<video src=x onerror=pwn()></video>",
    "<video><source onerror=pwn()></video>",
    "<video poster=javascript:pwn()></video>",
    "<audio src=x onerror=pwn()></audio>",
    "<audio controls ontimeupdate=pwn()><source src=x></audio>",
    "<track onerror=pwn() src=x>",
    "<picture><source srcset=x onerror=pwn()><img src=x onerror=pwn()></picture>",
    "<input autofocus onfocus=pwn()>",
    "<input type=image src=x onerror=pwn()>",
    "<input type=hidden oncontentvisibilityautostatechange=pwn() style=content-visibility:auto>",
    "<input onblur=pwn() autofocus><input autofocus>",
    "<select autofocus onfocus=pwn()>",
    "<textarea autofocus onfocus=pwn()></textarea>",
    "<keygen autofocus onfocus=pwn()>",
    "<button onclick=pwn()>x</button>",
    "<button formaction=javascript:pwn()>x</button>",
    "<form action=javascript:pwn()><input type=submit></form>",
    "<form><button formaction='java&#115;cript:pwn()'>x</form>",
    "<form id=x></form><button form=x formaction=javascript:pwn()>x</button>",
    "<isindex action=javascript:pwn() type=image>",
    "<details open ontoggle=pwn()><summary>x</summary></details>",
    "<details/open/ontoggle=pwn()>",
    "<marquee onstart=pwn()>x</marquee>",
    "<marquee loop=1 width=0 onfinish=pwn()>x</marquee>",
    "<dialog open onclose=pwn()>x</dialog>",
    "<div popover id=x onbeforetoggle=pwn()></div><button popovertarget=x>x</button>",
    "<div contenteditable onfocus=pwn() autofocus tabindex=0>x</div>",
    "<div onpointerover=pwn()>x</div>",
    "<div onmouseover=pwn()>x</div>",
    "<div onclick=pwn()>x</div>",
    "<div onwheel=pwn()>x</div>",
    "<div onscroll=pwn()>x</div>",
    "<div oncopy=pwn()>x</div>",
    "<div onpaste=pwn() contenteditable>x</div>",
    "<div ondragenter=pwn()>x</div>",
    "<div onfocusin=pwn() tabindex=1 autofocus>x</div>",
    "<div ontransitionend=pwn()>x</div>",
    "<x onclick=pwn() tabindex=1 autofocus onfocus=pwn()>x</x>",
    "<custom-element onclick=pwn()>x</custom-element>",
    "<a href=javascript:pwn()>x</a>",
    "<a href='javascript:pwn()'>x</a>",
    "<a href=JaVaScRiPt:pwn()>x</a>",
    "<a href=' javascript:pwn()'>x</a>",
    "<a href='\x01javascript:pwn()'>x</a>",
    "<a href='java\tscript:pwn()'>x</a>",
    "<a href='java\nscript:pwn()'>x</a>",
    "<a href='java&Tab;script:pwn()'>x</a>",
    "<a href='java&NewLine;script:pwn()'>x</a>",
    "<a href='javascript&colon;pwn()'>x</a>",
    "<a href='&#106;&#97;&#118;&#97;script:pwn()'>x</a>",
    "<a href='&#x6A&#x61&#x76&#x61script:pwn()'>x</a>",
    "<a href='&#0000106avascript:pwn()'>x</a>",
    "<a href='javascript://%0apwn()'>x</a>",
    "<a href='javascript:void(0)' onclick=pwn()>x</a>",
    "<a href='vbscript:pwn()'>x</a>",
    "<a href='data:text/html,<script>pwn()</script>'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD5wd24oKTwvc2NyaXB0Pg=='>x</a>",
    "<a href=# onmouseenter=pwn()>x</a>",
    '<a href="x"onclick="pwn()">x</a>',
    "<a ping=javascript:pwn() href=x>x</a>",
    "<a href=x target='\" onclick=pwn() x=\"'>x</a>",
    "<a\x0bhref=javascript:pwn()>x</a>",
    "<area shape=default href=javascript:pwn() onfocus=pwn() autofocus tabindex=1>",
    "<map name=x><area href=javascript:pwn()></map><img usemap=#x src=x>",
    "<table background=javascript:pwn()><tr><td>x</td></tr></table>",
    "<table><td background='javascript:pwn()'>x",
    "<td colspan='1\" onclick=\"pwn()'>x</td>",
    "<ol start='1\" onclick=\"pwn()'><li>x</li></ol>",
    "<p class='x\" onclick=\"pwn()'>x</p>",
    "<p id='x' onclick='pwn()'>x</p>",
    "<p title='\"><script>pwn()</script>'>x</p>",
    "<template><script>pwn()</script></template>",
    "<template shadowrootmode=open><img src=x onerror=pwn()></template>",
    "<slot onslotchange=pwn()>x</slot>",
    "<plaintext onclick=pwn()>x",
    "<xmp><img src=x onerror=pwn()></xmp>",
    "<xmp><p title='</xmp><img src=x onerror=pwn()>'></xmp>",
    "<listing>&lt;img src=x onerror=pwn()&gt;</listing>",
    "<noembed><img src='</noembed><img src=x onerror=pwn()>'></noembed>",
    "<noframes><img src='</noframes><img src=x onerror=pwn()>'></noframes>",
    "<title><img src='</title><img src=x onerror=pwn()>'></title>",
    "<textarea><img src='</textarea><img src=x onerror=pwn()>'></textarea>",
    "<comment><img src='</comment><img src=x onerror=pwn())//'></comment>",
    "<portal src=javascript:pwn()></portal>",
    "<fencedframe src=javascript:pwn()></fencedframe>",
    "<bgsound src=javascript:pwn()>",
    "<layer src=javascript:pwn()></layer>",
    "<xss style=position:fixed;inset:0 onpointermove=pwn()>x</xss>",
    "<b onmouseover=pwn()>bold</b>",
    "<strong/onclick=pwn()>x</strong>",
    "<em \x00onclick=pwn()>x</em>",
    "<p/onclick=pwn()//>x</p>",
    "<p onclick\x00=pwn()>x</p>",
    "\xbcscript\xbepwn()\xbc/script\xbe",
    "+ADw-script+AD4-pwn()+ADw-/script+AD4-",
    "＜script＞pwn()＜/script＞",
    "<\u212aeygen autofocus onfocus=pwn()>",
    "<\u017fcript>pwn()</\u017fcript>",
    "<%00script>pwn()</script>",
    "&lt;script&gt;pwn()&lt;/script&gt;",
    "&amp;lt;script&amp;gt;pwn()&amp;lt;/script&amp;gt;",
    "<div hx-get=/x hx-trigger=load hx-on::load=pwn()>x</div>",
    "<div data-hx-on:click=pwn() x-init=pwn() @click=pwn() v-on:click=pwn()>x</div>",
    "<div data-editor data-strings='{\"a\":1}' onclick=pwn()>x</div>",
    "<a id=defaultView name=documentElement href=x onclick=pwn()>x</a>",
    "<form name=body><input name=firstChild onfocus=pwn() autofocus></form>",
)

URLS: tuple[str, ...] = (
    "javascript:pwn()",
    "JAVASCRIPT:pwn()",
    "jAvAsCrIpT:pwn()",
    " javascript:pwn()",
    "\tjavascript:pwn()",
    "\njavascript:pwn()",
    "\x00javascript:pwn()",
    "\x01javascript:pwn()",
    "\x1fjavascript:pwn()",
    "\xa0javascript:pwn()",
    "\u2028javascript:pwn()",
    "\ufeffjavascript:pwn()",
    "\u200bjavascript:pwn()",
    "\u202ejavascript:pwn()",
    "java\tscript:pwn()",
    "java\nscript:pwn()",
    "java\rscript:pwn()",
    "java\x00script:pwn()",
    "java\u200bscript:pwn()",
    "javascript\t:pwn()",
    "javascript :pwn()",
    "javascript&colon;pwn()",
    "javascript&#58;pwn()",
    "javascript%3Apwn()",
    "&#106;avascript:pwn()",
    "javascript://example.org/%0Apwn()",
    "javascript:/*x*/pwn()",
    "javascript:\"/*'/*`/*--></noscript></title></textarea></style></script><img src=x onerror=pwn()>",
    "vbscript:pwn()",
    "livescript:pwn()",
    "mocha:pwn()",
    "data:text/html,<script>pwn()</script>",
    "data:text/html;base64,PHNjcmlwdD5wd24oKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg onload=pwn() xmlns='http://www.w3.org/2000/svg'/>",
    "DATA:text/html,<script>pwn()</script>",
    "data:,pwn()",
    "blob:https://example.org/x",
    "filesystem:https://example.org/x",
    "file:///etc/passwd",
    "ftp://example.org/x",
    "gopher://127.0.0.1:70/x",
    "view-source:javascript:pwn()",
    "feed:javascript:pwn()",
    "jar:javascript:pwn()!/",
    "about:blank",
    "ws://example.org",
    "intent://x#Intent;scheme=javascript;end",
    "ms-word:ofe|u|https://example.org",
    "//example.org/x",
    "/\\example.org/x",
    "\\\\example.org\\x",
    "\\/example.org/x",
    "http:javascript:pwn()",
    "http:/example.org",
    "http:///example.org",
    "http://",
    "https:\\\\example.org",
    'https://exam\nple.org" onclick=pwn() x="',
    'https://example.org/"><script>pwn()</script>',
    "https://example.org/' onmouseover='pwn()",
    "https://example.org/` onmouseover=pwn()",
    "https://user:pass@example.org\\@evil.example/",
    '/path"onclick="pwn()',
    '#"><img src=x onerror=pwn()>',
    "?x=<script>pwn()</script>",
    "mailto:a@b.example?subject=<script>pwn()</script>",
    "mailto:javascript:pwn()",
    "tel:javascript:pwn()",
    'tel:+33" onclick="pwn()',
    'page:"><script>pwn()</script>',
    'page:abc#"onclick=pwn()',
    "page:../../admin",
    "page:javascript:pwn()",
    "x" * 3000 + ":pwn()",
)

MARKDOWN: tuple[str, ...] = (
    *(f"[x](<{url}>)" for url in URLS[:40] if "\n" not in url and "\r" not in url and ">" not in url),
    "[x](javascript:pwn())",
    "[x]( javascript:pwn() )",
    "[x](javascript&colon;pwn())",
    "[x](java\\script:pwn())",
    "[x]: javascript:pwn()\n\n[x]",
    "[x][y]\n\n[y]: <javascript:pwn()> 'title'",
    "<javascript:pwn()>",
    "<data:text/html,<script>pwn()</script>>",
    "![x](javascript:pwn())",
    '![x"onerror="pwn()](https://example.org/x.png)',
    '![x](file:abc"onerror="pwn())',
    '![x](file:abc "cap\\"onclick=\\"pwn()")',
    "![x](data:image/svg+xml,<svg/onload=pwn()>)",
    "`<script>pwn()</script>`",
    "```html\n<script>pwn()</script>\n```",
    '```"><script>pwn()</script>\nx\n```',
    '``` x"onclick="pwn()\nx\n```',
    "<div onclick=pwn()>\n\n**x**\n\n</div>",
    "| <script>pwn()</script> |\n|---|\n| <img src=x onerror=pwn()> |",
    '> [!note"onclick="pwn()]\n> x',
    "> [!note] <script>pwn()</script>",
    ':::expand "<script>pwn()</script>"\nx\n:::',
    ':::expand "\\"><script>pwn()</script>"\nx\n:::',
    ':::include page="><script>pwn()</script>',
    ":::include page=javascript:pwn()",
    ':::include-excerpt page=abc name="<script>pwn()</script>"',
    ":::<script>pwn()</script>",
    ":::script src=x",
    ":::pageLink page=x",
    ":status[<script>pwn()</script>]{success}",
    ':status[x]{x"onclick="pwn()}',
    ':date["><script>pwn()</script>]',
    ":mention[<img src=x onerror=pwn()>]{abc}",
    ":file[<img src=x onerror=pwn()>]{abc}",
    "- [x] <script>pwn()</script>",
    "# <script>pwn()</script>\n\n:::toc",
    '# " onclick=pwn() x="\n\n:::toc',
    "&lt;script&gt;pwn()&lt;/script&gt;",
    "\\<script>pwn()</script>",
)

TEXTS: tuple[str, ...] = (
    *HTML,
    '" onmouseover=pwn() x="',
    "' onmouseover=pwn() x='",
    "`${pwn()}`",
    "{{ pwn() }}",
    "{% debug %}",
    "{{ request.user.password }}",
    "${7*7}",
    "%{7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "{{constructor.constructor('pwn()')()}}",
    '=HYPERLINK("javascript:pwn()")',
    "\u202e<script>pwn()</script>",
)


def documents() -> Iterator[dict[str, Any]]:
    """A document per attack and per place where text, an address or an attribute may stand."""
    for text in TEXTS:
        yield _doc(*_around_text(text))
    for url in URLS:
        yield _doc(*_around_url(url))
    yield from _strange()


def _table_of(rows: list[list[Any]]) -> dict[str, Any]:
    cell = lambda words: {"type": "tableCell", "content": [{"type": "paragraph", "content": [_text(str(words))]}]}  # noqa: E731
    content = [{"type": "tableRow", "content": [cell(words) for words in row]} for row in rows]
    return {"type": "table", "content": content}


def _doc(*blocks: Any) -> dict[str, Any]:
    return {"type": "doc", "content": list(blocks)}


def _text(text: str, *marks: Any) -> dict[str, Any]:
    return {"type": "text", "text": text, "marks": list(marks)}


def _around_text(text: str) -> Iterator[dict[str, Any]]:
    inside = [{"type": "paragraph", "content": [_text(text, {"type": "bold"})]}]
    yield {"type": "heading", "attrs": {"level": text, "id": text}, "content": [_text(text)]}
    yield {"type": "toc", "attrs": {"depth": text, "id": text}}
    yield {"type": "codeBlock", "attrs": {"language": text}, "content": [_text(text)]}
    yield {"type": "callout", "attrs": {"kind": text, "class": text, "style": text}, "content": inside}
    yield {"type": "expand", "attrs": {"title": text}, "content": inside}
    yield {"type": "excerpt", "attrs": {"name": text}, "content": inside}
    yield {"type": "orderedList", "attrs": {"start": text}, "content": inside}
    yield {"type": "taskList", "content": [{"type": "taskItem", "attrs": {"checked": text}, "content": inside}]}
    cell = {
        "type": "tableCell",
        "attrs": {"colspan": text, "width": text, "align": text, "colwidth": [text]},
        "content": inside,
    }
    yield {"type": "table", "attrs": {"class": text}, "content": [{"type": "tableRow", "content": [cell]}]}
    yield {"type": "image", "attrs": {"file": "abc", "alt": text, "caption": text, "width": text, "src": text}}
    yield {"type": "image", "attrs": {"file": text}}
    yield {"type": "filePreview", "attrs": {"file": text, "caption": text}}
    fill = {"type": "fillIn", "attrs": {"label": text, "ask": text}}
    yield {"type": "paragraph", "content": [fill, {"type": "fillIn", "attrs": {"label": text, "ask": "date"}}]}
    yield {"type": "video", "attrs": {"url": text, "title": text}}
    yield {"type": "video", "attrs": {"url": f"https://youtu.be/abcdefghijk?{text}", "title": text}}
    yield {"type": "hiddenPart", "attrs": {"holds": [text]}, "content": inside}
    yield {"type": "mathBlock", "attrs": {"source": text}}
    yield {"type": "mathBlock", "attrs": {"source": f"\\text{{{text}}}"}}
    rows = [[text, text], [text, 5]]
    yield {"type": "chart", "attrs": {"title": text, "kind": "share"}, "content": [_table_of(rows)]}
    yield {"type": "chart", "attrs": {"title": text, "kind": text}, "content": [_table_of(rows)]}
    yield {"type": "columns", "attrs": {"class": text}, "content": [{"type": "column", "content": inside}]}
    yield {"type": "tabs", "content": [{"type": "tab", "attrs": {"title": text}, "content": inside}]}
    yield {"type": "include", "attrs": {"page": text}}
    yield {"type": "includeExcerpt", "attrs": {"page": "abc", "name": text}}
    yield {"type": text, "attrs": {"onclick": text}, "content": inside}
    line = [
        {"type": "mention", "attrs": {"person": "abc", "label": text}},
        {"type": "footnote", "attrs": {"text": text}},
        {"type": "citation", "attrs": {"text": text, "doi": f"10.1000/{text}"}},
        {"type": "math", "attrs": {"source": text}},
        {"type": "mention", "attrs": {"person": text, "label": text}},
        {"type": "fileLink", "attrs": {"file": "abc", "label": text}},
        {"type": "status", "attrs": {"text": text, "tone": text}},
        {"type": "date", "attrs": {"value": text}},
        {"type": "pageLink", "attrs": {"page": text, "anchor": text}},
        _text(
            text,
            {"type": text},
            {"type": "link", "attrs": {"href": "https://example.org/", "class": text, "onclick": text}},
        ),
    ]
    yield {"type": "paragraph", "attrs": {"style": text, "onclick": text}, "content": line}


def _around_url(url: str) -> Iterator[dict[str, Any]]:
    yield {
        "type": "paragraph",
        "content": [_text("x", {"type": "link", "attrs": {"href": url, "target": url, "rel": url}})],
    }
    yield {"type": "image", "attrs": {"file": url, "src": url, "alt": "x"}}
    yield {"type": "include", "attrs": {"page": url, "url": url}}
    yield {"type": "iframe", "attrs": {"src": url}}
    yield {"type": "paragraph", "content": [{"type": "fileLink", "attrs": {"file": url, "href": url}}]}


def _strange() -> Iterator[dict[str, Any]]:
    paragraph = {"type": "paragraph", "content": [_text("<script>pwn()</script>")]}
    for kind in (
        "script",
        "style",
        "iframe",
        "html",
        "rawHtml",
        "svg",
        "math",
        "embed",
        "doc",
        "__proto__",
        "constructor",
        "",
    ):
        yield _doc(
            {
                "type": kind,
                "attrs": {"html": "<script>pwn()</script>", "src": "javascript:pwn()"},
                "content": [paragraph],
            }
        )
    for kind in (None, 1, [], {}, ["paragraph"], {"type": "paragraph"}, True):
        yield _doc({"type": kind, "content": [paragraph]})
    for attrs in (
        None,
        1,
        [],
        "x",
        {"level": {}},
        {"level": [2]},
        {"level": 1e3},
        {"id": {"x": 1}},
        {"id": '"><script>'},
    ):
        yield _doc({"type": "heading", "attrs": attrs, "content": [_text("<script>pwn()</script>")]})
    for marks in (
        None,
        1,
        "bold",
        [None],
        [[]],
        [{}],
        [{"type": []}],
        [{"type": "link"}],
        [{"type": "link", "attrs": {"href": {}}}],
    ):
        yield _doc({"type": "paragraph", "content": [{"type": "text", "text": "<b onclick=pwn()>", "marks": marks}]})
    for text in (None, 1, [], {}, ["<script>"]):
        yield _doc({"type": "paragraph", "content": [{"type": "text", "text": text}]})


COUNT = len(HTML) + len(URLS) + len(MARKDOWN)
