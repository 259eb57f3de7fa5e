"""Pages put together from clean paragraphs, to be damaged with the truth known.

The paragraphs are real; headlines too, where the texts hold lines that end without a mark. What
belongs to a newspaper page and not to its articles (captions, credits, bylines, the frame of the
page) is put together from words, in many forms.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from textmend.damage.pages import PageBlock

__all__ = ["Sources", "make_page", "read_sources"]

_CLOSED = re.compile(r"[。！？…；：.!?;:][”’」』）》)]*$")
_CLAUSE = re.compile(r"[\u4e00-\u9fff“”《》]{9,26}(?=[，。])")
_SENTENCE = re.compile(r"(?<=[。；])[\u4e00-\u9fff“《][\u4e00-\u9fff“”《》]{5,21}(?=。)")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "伟芳娜敏静强磊洋艳勇军杰娟涛明超秀霞平刚桂英华玉兰建国志文海波宁欣雨晨浩然子涵"
_PLACES = (
    "临河",
    "清远",
    "安阳",
    "宜昌",
    "淄博",
    "衡阳",
    "赤峰",
    "宝鸡",
    "遵义",
    "泉州",
    "宁德",
    "六安",
)
_SCENES = (
    "开展{n}主题活动", "参加{n}现场", "举行{n}仪式", "{n}实践活动", "在{n}基地参观", "{n}培训现场",
    "学生展示{n}作品", "志愿者宣传{n}知识", "{n}演练", "与专家交流{n}", "{n}成果展",
)  # fmt: skip
_TOPICS = (
    "劳动教育", "垃圾分类", "非遗传承", "防汛", "科技创新", "健康义诊", "法治宣传", "春耕生产",
    "文明交通",
    "经典诵读", "消防安全", "党史学习", "直播助农", "全民健身", "生态修复", "就业招聘",
)  # fmt: skip
_UNITS = (
    "教育局",
    "融媒体中心",
    "第三实验小学",
    "人民医院",
    "文化馆",
    "供电公司",
    "街道办事处",
    "农业农村局",
)


@dataclass(frozen=True, slots=True)
class Sources:
    """What pages are made of.

    Args:
        registers: runs of paragraphs, by the file they come from.
        titles: lines that end without a mark, and short sentences without theirs.
    """

    registers: dict[str, list[str]]
    titles: list[str]


def read_sources(
    paths: Sequence[Path], part: tuple[float, float], most: int = 4_000_000
) -> Sources:
    """Read files with one paragraph a line.

    Args:
        paths: UTF-8 files.
        part: where in each file to begin and end, as shares of it.
        most: bytes of a file that are read.
    """
    registers: dict[str, list[str]] = {}
    titles: list[str] = []
    for path in paths:
        size = path.stat().st_size
        begin, end = (int(size * share) for share in part)
        with path.open("rb") as file:
            file.seek(begin)
            raw = file.read(min(end - begin, most))
        lines = raw.decode("utf-8", "ignore").split("\n")[1:-1]
        bodies = [
            line.strip() for line in lines if len(line) >= 30 and _CLOSED.search(line.strip())
        ]
        titles += [
            line.strip()
            for line in lines
            if 6 <= len(line.strip()) <= 32 and _is_title(line.strip())
        ]
        titles += _SENTENCE.findall("\n".join(bodies))
        if len(bodies) >= 50:
            registers[path.stem] = bodies
    return Sources(registers, titles)


def _is_title(line: str) -> bool:
    return (
        not re.search(r"[。！？；：，、.!?;:,（]", line)
        and re.match(r"[\u4e00-\u9fff“《]", line) is not None
    )


def make_page(sources: Sources, seed: int, articles: int = 1) -> list[PageBlock]:
    """Return the blocks of a page in reading order; the same seed gives the same page."""
    chooser = random.Random(f"page {seed}")
    maker = _Maker(sources, chooser)
    blocks = maker.frame()
    for number in range(articles):
        blocks += maker.article(number)
    if chooser.random() < 0.5:
        blocks.append(PageBlock("imprint", maker.imprint()))
    return blocks


class _Maker:
    def __init__(self, sources: Sources, chooser: random.Random) -> None:
        self._sources = sources
        self._random = chooser

    def frame(self) -> list[PageBlock]:
        if self._random.random() < 0.5:
            return []
        year, month = self._random.randint(2009, 2024), self._random.randint(1, 12)
        day = self._random.randint(1, 28)
        page = self._random.randint(1, 16)
        place = self._random.choice(_PLACES)
        forms = (
            f"{year}年{month}月{day}日 星期{self._random.choice('一二三四五六日')} 第{page}版",
            f"{place}日报",
            f"{page} | 专题报道",
            f"第{page:02}版：{self._random.choice(('要闻', '教育', '综合新闻', '民生'))}",
        )
        return [PageBlock("masthead", self._random.choice(forms))]

    def article(self, number: int) -> list[PageBlock]:
        source = self._random.choice(sorted(self._sources.registers))
        bodies = self._sources.registers[source]
        count = self._random.randint(5, 14)
        start = self._random.randrange(max(1, len(bodies) - count))
        blocks = [PageBlock("title", self._title(), 1, number)]
        if self._random.random() < 0.3:
            blocks.append(PageBlock("subtitle", "——" + self._title(), 2, number))
        if self._random.random() < 0.6:
            blocks.append(PageBlock("byline", self._byline(), 0, number))
        headings = self._random.random() < 0.6
        numbered = self._random.random() < 0.4
        section = 0
        for i, text in enumerate(bodies[start : start + count]):
            if headings and i and self._random.random() < 0.3:
                section += 1
                mark = f"{'一二三四五六七八九十'[min(section, 10) - 1]}、" if numbered else ""
                blocks.append(PageBlock("heading", mark + self._title(22), 2, number))
            blocks.append(PageBlock("body", text, 0, number))
            if self._random.random() < 0.25:
                kind = self._random.choice(
                    ("caption", "caption", "credit", "page_number", "masthead")
                )
                makers: dict[str, Callable[[], str]] = {
                    "caption": self._caption,
                    "credit": self._credit,
                    "page_number": self._page_number,
                    "masthead": self._masthead,
                }
                blocks.append(PageBlock(kind, makers[kind](), 0, number))
        return blocks

    def _masthead(self) -> str:
        return f"{self._random.choice(_PLACES)}日报"

    def _title(self, most: int = 32) -> str:
        for _ in range(50):
            title = self._random.choice(self._sources.titles)
            if len(title) <= most:
                break
        return title

    def _name(self) -> str:
        given = "".join(self._random.sample(_GIVEN, self._random.randint(1, 2)))
        return self._random.choice(_SURNAMES) + given

    def _caption(self) -> str:
        place, unit = self._random.choice(_PLACES), self._random.choice(_UNITS)
        scene = self._random.choice(_SCENES).format(n=self._random.choice(_TOPICS))
        kind = self._random.randrange(4)
        if kind == 0:
            return f"图为{place}市{unit}{scene}"
        if kind == 1:
            return f"{place}{unit}{scene} 本报记者 {self._name()} 摄"
        if kind == 2:
            bodies = self._sources.registers[self._random.choice(sorted(self._sources.registers))]
            found = _CLAUSE.search(self._random.choice(bodies))
            return found[0] if found else f"{place}{unit}{scene}"
        return f"{place}{unit}{scene}"

    def _credit(self) -> str:
        place = self._random.choice(_PLACES)
        return self._random.choice(
            (
                f"策划：{self._name()} 统筹：{self._name()} {self._name()}",
                f"图片提供：{place}市{self._random.choice(_UNITS)}",
                f"（本版图片由{place}市{self._random.choice(_UNITS)}提供）",
                f"本报记者 {self._name()} 摄",
            )
        )

    def _byline(self) -> str:
        return self._random.choice(
            (
                f"□本报记者 {self._name()}",
                f"本报记者 {self._name()} 通讯员 {self._name()} {self._name()}",
                f"来源：{self._random.choice(_PLACES)}日报",
                f"责任编辑：{self._name()}",
            )
        )

    def _page_number(self) -> str:
        page = self._random.randint(1, 300)
        return self._random.choice((f"— {page} —", f"- {page} -", str(page), f"第 {page} 页"))

    def imprint(self) -> str:
        place = self._random.choice(_PLACES)
        return (
            f"社址：{place}市{self._random.choice('新华人民解放')}路"
            f"{self._random.randint(1, 300)}号 "
            f"邮编：{self._random.randint(100000, 799999)} "
            f"联系电话：{self._random.randint(2000000, 8999999)} "
            f"印刷：{place}日报印刷厂"
        )
