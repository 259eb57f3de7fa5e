"""Names behind asterisks, as in texts that were made anonymous."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from textmend.damage.damaged import Change
from textmend.damage.inventory import CHARACTER_CLASSES, droppable
from textmend.damage.kinds import Kind, check_rates, step
from textmend.damage.words import segmented

__all__ = ["MaskNames", "find_names"]

_STEP = step("restoration", "masked names")

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余杜叶程魏苏吕丁"
    "任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴"
    "严莫孔向汤"
)
_PLACE_ENDS = "省市县州镇乡村"
# Words that end so and are no names of places.
_NO_PLACES = frozenset(
    (
        "贫困县", "直辖市", "县级市", "地级市", "大城市", "大都市", "特大城市", "中心城市",
        "自治州", "自治县", "小城镇", "新农村",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MaskNames(Kind):
    """Names of persons and places of one to three characters put behind asterisks.

    A name is drawn once for a text: it is masked everywhere or nowhere. Of a place the class word
    stays, as in **市. See `find_names` for what is taken for a name.

    Args:
        rate: of the names.
        mask: what stands in their place, however long they are.

    >>> MaskNames().apply("记者王伟在太原市采访。", random.Random(0)).text
    '记者**在**市采访。'
    """

    rate: float = 1.0
    mask: str = "**"

    def __post_init__(self) -> None:
        check_rates(self.rate)

    def changes(self, text: str, rng: random.Random) -> Iterator[Change]:
        """Yield a replacement for each masked name."""
        drawn: dict[str, bool] = {}
        for start, end in find_names(text):
            name = text[start:end]
            if name not in drawn:
                drawn[name] = rng.random() < self.rate
            if drawn[name]:
                yield start, end, self.mask, _STEP


def find_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield what may be a name, in a text cut into words; their table has no names of persons.

    A person is a surname and, behind it, one or two single characters without grammatical use. A
    place is a word of three or four characters that ends in 省, 市, 县, 州, 镇, 乡 or 村, without
    that character.

    Wrong where characters only look like a name, as in 万|车; misses names whose given name is a
    word, such as 李建国. That is good enough to damage a text.

    >>> text = "山西省的张宁说"
    >>> [text[a:b] for a, b in find_names(text)]
    ['山西', '张宁']
    """
    grammar = frozenset(droppable(*CHARACTER_CLASSES))
    end = 0
    words = list(segmented(text))
    for index, (start, word_end) in enumerate(words):
        word = text[start:word_end]
        if start < end:
            continue
        if word in _SURNAMES:
            end = _end_of_given_name(text, words[index + 1 : index + 3], word_end, grammar)
            if end > word_end:
                yield start, end
        elif 3 <= len(word) <= 4 and word[-1] in _PLACE_ENDS and word not in _NO_PLACES:
            yield start, word_end - 1


def _end_of_given_name(
    text: str, words: list[tuple[int, int]], end: int, grammar: frozenset[str]
) -> int:
    for start, word_end in words:
        character = text[start:word_end]
        if len(character) > 1 or character in grammar or not "一" <= character <= "鿿":
            break
        end = word_end
    return end
