"""What of Markdown is protected. In the cases, ‹…› marks it; everything else is prose."""

import io
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmend import Mender
from textmend.documents import Document
from textmend.formats.markdown import Markdown

CASES = {
    "plain": "他说,你好\n",
    "heading": "‹## ›标题,副题‹ ##›\n",
    "heading without blank": "‹#›标题\n",
    "closing hashes belong to a word": "‹# ›C#\n",
    "setext": "标题\n‹===›\n\n标题\n‹---›\n",
    "rule": "甲\n\n‹* * *›\n乙\n",
    "yaml": "‹---›\n‹title: 甲,乙›\n‹tags: [丙,丁]›\n‹---›\n正文,\n",
    "toml": '‹+++›\n‹title = "甲,乙"›\n\n‹x = 1›\n‹+++›\n正文,\n',
    "rule at the start is no front matter": "‹---›\n正文,没有键值\n正文,\n",
    "fence": "甲\n‹```python›\n‹f(x,y)›\n\n‹# 注释,›\n‹```›\n乙,\n",
    "longer fence": "‹````›\n‹```›\n‹甲,乙›\n‹````›\n丙,\n",
    "tildes": "‹~~~›\n‹```›\n‹~~~›\n甲,\n",
    "fence left open": "‹```›\n‹甲,乙›\n\n‹丙›\n",
    "fence in a quotation ends with it": "‹> ```›\n‹> 甲,乙›\n丙,丁\n",
    "fence in a list": "‹- ›甲\n‹  ```›\n‹  乙,›\n‹  ```›\n‹  ›丙,\n",
    "indented code": "甲,\n\n‹    f(x,y)›\n\n‹    g(x,y)›\n乙,\n",
    "no indented code within a paragraph": "甲,\n‹    ›乙,\n",
    "paragraph in a list": "‹- ›甲\n\n‹    ›乙,丙\n",
    "code in a list": "‹- ›甲\n\n‹      f(x,y)›\n",
    "list is over": "‹- ›甲\n\n乙\n\n‹    f(x,y)›\n",
    "ideographic indent": "　　他说,你好\n",
    "lists": "‹- ›甲,\n‹  * ›乙,\n‹10. ›丙,\n‹- [x] ›丁,\n",
    "number without blank": "1.甲,乙\n",
    "quotation": "‹> ›甲,\n‹> > ›乙,\n",
    "code span": "见‹`f(x,y)`›,再说\n",
    "double ticks": "见‹``a`b,``›,\n",
    "span over lines": "见‹`甲,\n乙`›,丙\n",
    "lone tick": "甲`乙,丙\n",
    "tag": '甲‹<br/>›乙‹<a href="甲,乙">›丙‹</a>›\n',
    "title in angle brackets is no tag": "见<书名>,<<书名>>\n",
    "comment": "甲‹<!-- 乙,丙 -->›丁,\n",
    "comment over paragraphs": "‹<!-- 甲,›\n\n‹乙, -->›\n丙,\n",
    "script": "‹<script>›\n‹f(x,y)›\n\n‹g(x,y)›\n‹</script>›\n甲,\n",
    "div": "‹<div>›\n甲,乙\n‹</div>›\n",
    "link": "见‹[›说明,甲‹](a,b.md)›,\n",
    "link with title": '‹[›甲‹](a.md "乙,丙")›\n',
    "link with parentheses": "‹[›甲‹](a_(b).md)›,\n",
    "image": "‹![›图,甲‹](图,1.png)›\n",
    "linked image": "‹[![›甲‹](a.svg)](b.html)›\n",
    "link by label": "‹[›甲,乙‹][丙,丁]›\n",
    "brackets": "教发[2019]12号,甲\n",
    "autolink": "见‹<https://a.b/c,d>›和‹<a@b.c>›\n",
    "definition": '‹[甲]: https://a.b/c,d "标题,"›\n',
    "links by label alone": (
        "‹[甲,乙]: https://a.b/c›\n\n看‹[甲,乙]›和‹![甲,乙][]›,‹[›丙,丁‹][甲,乙]›,‹[›丙,丁‹][]›,[丙,丁]\n"
    ),
    "footnote": "甲‹[^1]›,乙\n\n‹[^1]: ›脚注,丙\n",
    "entity": "甲‹&nbsp;›乙‹&#8230;›,\n",
    "hard break by a backslash": "甲,‹\\\\›\n乙,\\\n",
    "escape": "甲‹\\*›乙‹\\.›\n",
    "formula": "设‹$f(x,y)=1$›,则‹$$\na,b\n$$›\n",
    "price": "甲$5,乙$6,丙\n",
    "hard break": "甲,‹  ›\n乙,\n",
    "table": "名称‹ | ›数,量\n‹---|:-:›\n甲,乙‹ | ›1,000\n",
    "table with edges": "‹| ›甲,‹  | ›乙‹ |›\n‹|---|---|›\n‹| ›丙,‹ | ›丁‹ |›\n",
    "escaped pipe": "‹| ›甲‹\\|›乙‹ |›\n‹|---|›\n",
    "bar without table": "甲 | 乙,丙\n",
    "strong": "他‹**›不,要‹**›去,‹***›真‹***›\n",
    "strong over lines": "‹**›甲,\n乙‹**›,丙**\n\n**丁\n",
    "stars in code": "‹`**`›甲‹**›乙‹**›,*丙*,****\n",
    "line ends": "‹# ›甲\r\n\r\n‹```›\r\n‹乙,›\r\n‹```›\r\n丙,\r\n",
}


def read(marked):
    """Return the text of a case and the characters in it that are to be protected."""
    text, wanted = "", set()
    for part in re.split("(‹[^›]*›)", marked):
        if part.startswith("‹"):
            wanted.update(range(len(text), len(text) + len(part) - 2))
        text += part.strip("‹›") if part.startswith("‹") else part
    return text, wanted


@pytest.mark.parametrize("label", CASES)
def test_case(label):
    text, wanted = read(CASES[label])
    spans = Markdown().protected_spans(text)
    found = {at for start, end in spans for at in range(start, end)}
    newlines = {at for at, character in enumerate(text) if character in "\r\n"}
    show = "".join(f"‹{c}›" if at in found else c for at, c in enumerate(text))
    assert found - newlines == wanted - newlines, show.replace("›‹", "")


def protected_parts(text):
    return [text[start:end] for start, end in Markdown().protected_spans(text)]


def test_a_label_may_be_defined_behind_its_use_and_written_otherwise():
    text = "看[Foo \n甲,乙],\n\n> [foo  甲,乙]: c.md\n"
    assert protected_parts(text)[0] == "[Foo \n甲,乙]"


def test_a_label_stays_known_in_the_windows_that_follow():
    form = Markdown()
    form.protected_spans("[甲,乙]: c.md\n\n")
    assert form.protected_spans("看[甲,乙],\n") == [(1, 6)]


TORN = "2021年9月1日，教育局召开会议，全面提高优化教学设\n计、丰富教学内容。\n"
PROSE = TORN.replace("\n计", "计")
WRAPPED = "2021年9月1日，教育局召开会议，全面提高优化教学设\n"


def mended(text):
    file = io.BytesIO(text.encode())
    return "".join(part.text for part in Document(file, "a", Mender(), format_name="markdown"))


@pytest.mark.parametrize(
    "kept",
    [
        f"```text\n{TORN}```\n",
        f"~~~\n{TORN}\n{TORN}~~~\n",
        f"<pre>\n{TORN}</pre>\n",
        f"<!--\n{TORN}-->\n",
        f"<!-- {TORN}\n{TORN.rstrip()} -->\n",
        "".join(f"    {line}\n" for line in TORN.splitlines()),
        "".join(f"> {line}\n" for line in f"```\n{TORN}```".splitlines()),
        TORN.replace("\n计", "\\\n计"),
        TORN.replace("\n计", "  \n计"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_that_mean_something_stay(kept, end):
    text = f"{TORN}\n{kept}\n{TORN}".replace("\n", end)
    assert mended(text) == f"{PROSE}\n{kept}\n{PROSE}".replace("\n", end)


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("```", "```"), ("~~~", "~~~"), ("<pre>", "</pre>"), ("<!--", "-->")],
)
@pytest.mark.parametrize("quote", ["", "> "])
def test_text_is_not_joined_with_the_code_beside_it(opening, closing, quote):
    lines = [WRAPPED, f"{opening}\n", WRAPPED, f"{closing}\n", "计、丰富教学内容。\n"]
    block = "".join(quote + line for line in lines)
    assert mended(f"{TORN}\n{block}") == f"{PROSE}\n{block}"


def test_a_footnote_is_not_joined_with_the_line_before_it():
    footnotes = "[^1]: 今年以来，各校全面提高优化教学设\n[^2]: 计、丰富教学内容。\n"
    assert mended(f"{TORN}\n{footnotes}") == f"{PROSE}\n{footnotes}"


@pytest.mark.parametrize("label", CASES)
def test_spans_do_not_depend_on_windows(label):
    text, _ = read(CASES[label] + "\n" + CASES["fence"] + "\n" + CASES["lists"])
    whole = Markdown().protected_spans(text)
    form = Markdown()
    found, offset = [], 0
    for part in re.findall(r"(?s).+?(?:\n\r?\n|\Z)", text):
        found += [(start + offset, end + offset) for start, end in form.protected_spans(part)]
        offset += len(part)
    assert offset == len(text)
    protected = [{at for a, b in spans for at in range(a, b)} for spans in (whole, found)]
    assert protected[0] == protected[1]


PIECES = st.sampled_from(
    [
        "`",
        "``",
        "[",
        "](",
        ")",
        "<",
        ">",
        "<!--",
        "-->",
        "|",
        "---",
        "\n",
        "\n\n",
        "    ",
        "# ",
        "- ",
        "甲",
        ",",
        "$",
        "\\",
        "&amp;",
        "```",
        "\t",
        " ",
        "*",
        "1. ",
        "~~~",
        "<div>",
        "[^1]",
        "\r\n",
    ]
)


@given(st.lists(PIECES, max_size=60))
def test_spans_are_in_order_and_inside(pieces):
    text = "".join(pieces)
    at = 0
    for start, end in Markdown().protected_spans(text):
        assert at <= start < end <= len(text)
        at = end


@pytest.mark.parametrize(
    "piece",
    [
        "`",
        "``a`",
        "[",
        "](",
        "](a",
        "<",
        "<a ",
        "<!--",
        "$",
        "$a",
        "\\",
        "&a",
        " |",
        "\t|x",
        "> ",
        "- ",
        "a  ",
        "(",
        "#",
        "    ",
        "|---",
        "甲\n",
        "|甲\n---|\n",
        "[a]: ",
        "- - ",
        "* ",
        "<a@",
        '](a "',
    ],
)
def test_time_is_linear(piece):
    def seconds(count):
        text = piece * count
        began = time.process_time()
        Markdown().protected_spans(text)
        return time.process_time() - began

    assert seconds(20_000) < 2, "a quadratic search would take minutes"
