"""What a line is by itself: a heading, a list item, a caption, a credit, part of the page's frame.

A line is only asked about its own words, so that the answer needs no neighbours. What a bare line
without marks is, a heading or a caption or half a sentence, is decided by those who see more.

When it is wrong: a sentence that begins like a list item or a byline; headings that end with a
full stop.
"""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["BODY", "Kind", "is_scene", "kind_of"]


class Kind(NamedTuple):
    """A kind of block, its level if it is a heading, and how sure that is."""

    name: str
    level: int = 0
    confidence: float = 0.6


BODY = Kind("body")
_CLAUSE_MARKS = re.compile(r"[，。；！？,;!?]")

_NUMERAL = "[一二三四五六七八九十百零〇]"
_MARKDOWN = re.compile(r"(#{1,6})[ \t]+\S")
_CHAPTER = re.compile(
    rf"第(?:{_NUMERAL}{{1,4}}|[0-9]{{1,3}})([编部篇卷章回节讲课])(?![，、的中以])"
)
_CHAPTER_LEVELS = {"编": 1, "部": 1, "篇": 1, "卷": 1, "章": 1, "回": 1, "讲": 1, "课": 1, "节": 2}
_NUMBERED = (
    (re.compile(rf"{_NUMERAL}{{1,3}}、"), 2),
    (re.compile(rf"[（(]{_NUMERAL}{{1,3}}[）)]"), 3),
    (re.compile(r"[0-9]{1,3}(?:[.．、](?![0-9])|[0-9.]{0,6}[ \u3000])"), 4),
    (re.compile(r"[（(][0-9]{1,3}[）)]|[①-⑳㈠-㈩⑴-⒇]|[0-9]{1,3}[）)]"), 5),
)
_ARTICLE = re.compile(rf"第(?:{_NUMERAL}{{1,5}}|[0-9]{{1,4}})条")
_BULLET = re.compile(r"(?:[-*+][ \t]|[•●○◆◇■□▪▶►★☆※·✓✔✗☑➢➤])\s*")
_RULE = re.compile(r"(?:[^\w。，、；：！？”’）》」』]|_)+$")
_TABLE = re.compile(r"\||\t|\S[ \u3000]{3,}\S.*\S[ \u3000]{3,}\S")
_PAGE = re.compile(
    r"[-—–－·.\s]*(?:[0-9]{1,4}|[ivxlc]{1,6})[-—–－·.\s]*$"
    r"|第\s*[0-9]{1,4}\s*页(?:[\s,，/]*共\s*[0-9]{1,4}\s*页)?$"
    r"|[Pp](?:age)?\.?\s*[0-9]{1,4}$|[0-9]{1,4}\s*[/／]\s*[0-9]{1,4}$"
)
_MASTHEAD = (
    re.compile(
        r"[^，。；]{0,12}(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日[ \u3000]*"
        r"(?:星期|周)[一二三四五六日天][^，。；]{0,20}$"
    ),
    re.compile(
        r"[^，。；]{0,10}第?[A-Z0-9]{1,4}版[ \u3000：:][^，。；]{0,10}$|第?[A-Z]?[0-9]{1,3}版$"
    ),
    re.compile(r"[^，。；：\s]{2,6}(?:日报|晚报|晨报|早报|时报|都市报|周报|周刊|新报|青年报)$"),
    re.compile(
        r"[A-Z][0-9]{2}[ \u3000·:：]*[\u4e00-\u9fff]{0,4}"
        r"(?:新闻|要闻|综合|评论|专题|专版|副刊|周刊|广告|体育|文化|财经|国际|时政|社会|教育|理论|视点|民生)$"
    ),
    re.compile(r"[A-Z]?[0-9]{1,3}[ ]*[|｜/][ ]*\S{2,8}$|\S{2,8}[ ]*[|｜][ ]*[A-Z]?[0-9]{1,3}$"),
)
_IMPRINT = re.compile(
    r"(?:社址|地址|邮编|邮政编码|邮发代号|电话|印刷|承印|发行|订阅|零售|定价|广告|刊号|热线|传真"
    r"|国内统一|CN ?[0-9]{2}|ISSN|总编辑?|网址|邮箱)"
)
_CREDIT_WORD = (
    "(?:总?策划|统筹|撰文|撰稿|供稿|供图|摄影|摄像|制图|绘图|插图|美编|美术编辑|版式|版面|设计|审核|审校|监制"
    "|校对|责任校对|值班主任|值班编委|组稿|执笔|剪辑|配音|(?:图片|照片|文图|本版图片|图)(?:提供|来源|/文)"
    "|[文图]/[文图]|[文图]字?[/：:])"
)
_CREDIT = (
    re.compile(rf"[（(【]?{_CREDIT_WORD}[ \u3000]*(?:[：:/／]|[ \u3000])\S"),
    re.compile(
        r"[（(]?(?:本[稿版报文]|文中|文图|图文|图片|照片|配图)[^，。]{0,10}由[^，。]{2,40}提供[）)]?$"
    ),
    re.compile(r"[（(]?(?:[文图]|本报记者|记者)?[^，。：]{2,12}[ \u3000]摄[）)]?$"),
)
_BYLINE = (
    re.compile(r"[□■◎●○◇◆][ \u3000]*(?:本报|本刊|特约|见习|实习|通讯员|记者|文)"),
    re.compile(
        r"[（(]?(?:本报|本刊|本网|新华社|见习|实习|特约|首席)?(?:记者|通讯员|评论员)[ \u3000：:]"
        r"[^，。；]{2,40}$"
    ),
    re.compile(
        r"[（(]?(?:来源|稿源|作者|文|责任编辑|责编|编辑|编审|终审|初审|复审|投稿|供稿单位|发布时间|发稿)"
        r"[ \u3000]*[：:][^，。；]{2,40}$"
    ),
    re.compile(r"责任编辑[ \u3000]\S"),
)
_CAPTION = (
    re.compile(
        r"(?:[▲▼△▽◀▶←→↑↓]|图为|图[0-9一二三四五六七八九十]{1,3}[：:、.\s]|[上下左右]图|资料图|效果图)"
    ),
    re.compile(r"(?:图|表)[ ]?[0-9]{1,3}(?:[-–.][0-9]{1,3})?[ \u3000：:]"),
    re.compile(
        r"[^。]{6,60}[。 \u3000（(](?:本报|新华社|通讯员)?(?:记者)?[ \u3000]?\S{2,4}[ \u3000]?"
        r"摄[）)]?$"
    ),
)
_SCENE = re.compile(
    r"(?:现场|活动|仪式|合影|比赛|演练|大会|会议|课堂|表演|展演|参观|社团|剪影|一角|场景|掠影|全景|外景"
    r"|培训|授课|训练|劳动|实验|慰问|交流|演出|座谈会|运动会|照片|留影|风采|展览|成果展|作品展|画展|启动仪式)$"
)
_SUBTITLE = re.compile(r"(?:——|―|--)\s*[^\x00-\x7f]")
_CODE = re.compile(
    r"```|~~~|[$%] |>>> |//|/\*|<[a-zA-Z/!?]|\*/|[\\{}@'\"`]|:[a-zA-Z]|\.[.a-zA-Z\\]|&[a-z#]"
    r"|[\w.\[\]'\"-]+\s*[:=]\s*[\[{('\"]"
)
_CODE_INSIDE = re.compile(
    r"[{}\[\]();=<>]{2}|^[\w.]+\s*=\s*\S|[\w.]+\([^)]*\)\s*[{;:]?$|[\"'][,;:]|^\S+\.(?![0-9]+$)[a-zA-Z0-9]{2,5}$|^[\x00-\x7f]*://"
    r"|\\[a-zA-Z]|[;{]$"
)


def kind_of(text: str, width: int, closed: bool) -> Kind:
    """Return what a line is by itself; `BODY` if nothing says that it is anything else.

    Args:
        text: without blanks at its ends.
        width: columns.
        closed: whether it ends like a sentence.

    >>> kind_of("二、主要做法", 12, False), kind_of("图片提供：区教育局", 18, False).name
    (Kind(name='heading', level=2, confidence=0.95), 'credit')
    """
    if _RULE.match(text):
        return Kind("rule", confidence=0.9)
    if heading := _MARKDOWN.match(text):
        rest = text[heading.end(1) :].strip()
        inner = _frame(rest, width)
        return inner or Kind("heading", len(heading[1]), 0.98)
    return (
        _frame(text, width)
        or _heading(text, width, closed)
        or _item(text)
        or _other(text, width)
        or BODY
    )


def _frame(text: str, width: int) -> Kind | None:
    """Tell what belongs to the frame of a page."""
    if width <= 24 and _PAGE.match(text):
        return Kind("page_number", confidence=0.9)
    if width <= 64 and any(pattern.match(text) for pattern in _MASTHEAD):
        return Kind("masthead", confidence=0.9)
    if _IMPRINT.match(text) and len(_IMPRINT.findall(text)) >= 2:
        return Kind("imprint", confidence=0.95)
    if width > 120:
        return None
    for name, patterns in (("credit", _CREDIT), ("byline", _BYLINE)):
        if any(pattern.match(text) for pattern in patterns):
            return Kind(name, confidence=0.9)
    return None


def _heading(text: str, width: int, closed: bool) -> Kind | None:
    """Tell numbered headings, and items that are numbered like them."""
    if (chapter := _CHAPTER.match(text)) and width <= 60 and not closed:
        return Kind("heading", _CHAPTER_LEVELS[chapter[1]], 0.95)
    if _ARTICLE.match(text):
        return Kind("list_item", confidence=0.9)
    for pattern, level in _NUMBERED:
        if found := pattern.match(text):
            is_heading = not closed and width <= 56 and level <= 4 and "，" not in text
            if len(text) - found.end() > 1 and is_heading:
                return Kind("heading", level, 0.95 if level < 4 else 0.7)
            return Kind("list_item", confidence=0.9)
    return None


def _item(text: str) -> Kind | None:
    if _BULLET.match(text):
        return Kind("list_item", confidence=0.9)
    if _TABLE.search(text):
        return Kind("table_row", confidence=0.8)
    if _CODE.match(text) or _CODE_INSIDE.search(text):
        return Kind("code", confidence=0.7)
    return None


def _other(text: str, width: int) -> Kind | None:
    if width <= 48 and is_metrical(text):
        return Kind("verse", confidence=0.7)
    if any(pattern.match(text) for pattern in _CAPTION):
        return Kind("caption", confidence=0.9)
    if _SUBTITLE.match(text) and len(text) <= 40 and not text.endswith("。"):
        return Kind("subtitle", confidence=0.8)
    return None


def is_metrical(text: str) -> bool:
    """Tell whether a line is made of clauses of one length, as verse is.

    >>> is_metrical("行经万里身犹健，历尽千艰胆未寒，"), is_metrical("他来了，我没有去。")
    (True, False)
    """
    if not _CLAUSE_MARKS.match(text[-1]):
        return False
    clauses = [len(clause) for clause in _CLAUSE_MARKS.split(text) if clause]
    least = 2 if clauses and clauses[0] in (5, 7) else 3
    return len(clauses) >= least and 4 <= clauses[0] <= 7 and len(set(clauses)) == 1


def is_scene(text: str) -> bool:
    """Tell whether a bare line reads like what stands below a photograph.

    >>> is_scene("实验小学植物园研学活动"), is_scene("强基固本")
    (True, False)
    """
    return len(text) >= 9 and _SCENE.search(text) is not None
