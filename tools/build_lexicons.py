"""Build the tables dictionaries/lexicon_*.tsv, word lists of domains, from published ones.

`sources` is a folder with the lists as published:

- THUOCL_law.txt, THUOCL_caijing.txt, THUOCL_medical.txt, THUOCL_chengyu.txt, THUOCL_diming.txt
- official_writing_terms.txt, policy_titles.txt
- admin_level4_AreaCity.csv
- chengyu_5w.txt
- education_mined.tsv, what `textmend lexicon build --count 12 --paragraphs 8` finds in paragraphs
  on education of reports, laws, speeches, journals and the People's Daily
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from _table import Header, read_rows, write_table

HAN = r"\u3400-\u4dbf\u4e00-\u9fff〇"
TERM = re.compile(f"[{HAN}]+(?:[·、－—]?[{HAN}\\d]+)*")
LONGEST = 24
# What education is about: a term with one of these is one of education.
EDUCATION = re.compile(
    "教育|教学|教师|教职|教研|教材|学校|学生|学前|学位|学历|学籍|学制|学科|学业|学区|学段|校园|校长|"
    "校外|校车|小学|中学|高中|初中|大学|高校|院校|幼儿|中职|高职|职教|师范|师德|师资|课程|课堂|"
    "课后|课标|作业|考试|中考|高考|招生|升学|入学|就学|辍学|办学|助学|留学|支教|双减|双一流|少先队|"
    "家长|培训机构|毕业生|奖学金|素质教育|班主任|校企|产教|思政|研学|普通话|语言文字|义务教"
)
INSTITUTION = re.compile(
    "(?:人民政府|委员会|办公厅|办公室|人民法院|人民检察院|教育局|教育厅|教育部|总局|管理局|部|厅|署|"
    "银行|大学|学院|中学|小学|幼儿园|研究院|研究所|科学院|医院|协会|学会|联合会|中心|公司|集团|出版社|"
    "博物馆|图书馆|法院|检察院|公安局|派出所|办事处|领导小组|基金会)$"
)
PLACE = re.compile("(?:[省市区县州盟旗乡镇]|街道|自治区|自治州|自治县|特别行政区)$")
MIT_THUOCL = ("THUOCL, Tsinghua University, 2017", "MIT")


@dataclass(frozen=True)
class Domain:
    """A table: what belongs in it, and where from."""

    name: str
    belongs: str
    excluded: str
    source: str
    licence: str

    def header(self) -> Header:
        """Return the comment lines of the table."""
        return Header(
            belongs=f"{self.belongs}; 2 to {LONGEST} characters",
            excluded=self.excluded,
            source=self.source,
            licence=self.licence,
            rebuild="python tools/build_lexicons.py SOURCES dictionaries",
            columns=("term",),
        )


OFFICIAL = (
    "list of terms of official writing; titles of policies of the State Council, 1949 to 2024"
)
DOMAINS = (
    Domain(
        "education",
        "terms of education and of its administration",
        "names of schools, titles of documents",
        f"{OFFICIAL} (the terms with a word of education in them); {MIT_THUOCL[0]} (law); terms "
        "mined from public texts on education (single words and phrases, no text)",
        "MIT",
    ),
    Domain(
        "government",
        "terms of official writing and administration, and names of regulations",
        "terms of education, names of institutions and places, titles longer than a name",
        OFFICIAL,
        "MIT",
    ),
    Domain(
        "institutions",
        "names of institutions and kinds of institutions",
        "names of single schools and companies beyond those in the sources",
        f"{OFFICIAL}; {MIT_THUOCL[0]} (law, places)",
        "MIT",
    ),
    Domain("law", "terms of law, names of laws", "names of institutions", *MIT_THUOCL),
    Domain("finance", "terms of finance and economy", "names of institutions", *MIT_THUOCL),
    Domain("medicine", "terms of medicine", "names of institutions", *MIT_THUOCL),
    Domain(
        "places",
        "names of provinces, cities, counties, townships and streets",
        "villages, roads and buildings; names without their last character",
        "AreaCity-JsSpider-StatsGov, administrative divisions of four levels",
        "MIT",
    ),
    Domain(
        "idioms",
        "idioms of four characters and more",
        "proverbs of several clauses",
        f"{MIT_THUOCL[0]}; chengyu_5w, a list of 50,000 idioms (those of four characters)",
        "MIT; Apache-2.0",
    ),
)


# What makes a mined run a phrase and not a term.
PHRASE = re.compile(
    "的|及其|和|与|以及|我[省市县]|多所|各|误|联合$|备案$|^(?:完成|取得|履行|走进|多)"
)


def first_column(path: Path) -> Iterator[str]:
    """Yield what stands before the tab on each line, whatever the line ends are."""
    for line in path.read_text(encoding="utf-8-sig").replace("\r", "\n").split("\n"):
        if term := line.split("\t")[0].strip():
            yield term


def is_term(term: str) -> bool:
    """Tell whether a string is made like a term.

    >>> is_term("义务教育"), is_term("的"), is_term("A股"), is_term("马克思·恩格斯")
    (True, False, False, True)
    """
    return 2 <= len(term) <= LONGEST and TERM.fullmatch(term) is not None


def names_in(title: str) -> Iterator[str]:
    """Yield names of regulations in the title of a policy.

    >>> list(names_in("国务院关于修改《期货交易管理条例》的决定"))
    ['期货交易管理条例']
    >>> list(names_in("历史文化名城名镇名村保护条例"))
    ['历史文化名城名镇名村保护条例']
    """
    if re.search("关于|通知|批复|的", title) is None:
        yield title
    yield from re.findall("《([^《》]+)》", title)


def places(path: Path) -> Iterator[str]:
    """Yield the full names of all divisions."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if PLACE.search(row["ext_name"]):
                yield row["ext_name"]


def raw_terms(sources: Path) -> dict[str, set[str]]:
    """Return the terms of each domain as they are found."""
    official = set(first_column(sources / "official_writing_terms.txt"))
    policies = {n for t in first_column(sources / "policy_titles.txt") for n in names_in(t)}
    law = set(first_column(sources / "THUOCL_law.txt"))
    divisions = set(places(sources / "admin_level4_AreaCity.csv"))
    listed = {t for t in first_column(sources / "THUOCL_diming.txt") if len(t) >= 4}
    education = {t for t in official | policies | law if EDUCATION.search(t)}
    institutions = {t for t in official | law | listed if len(t) >= 3 and INSTITUTION.search(t)}
    mined = {t for t in first_column(sources / "education_mined.tsv") if EDUCATION.search(t)}
    mined = {t for t in mined if len(t) >= 4 and not PHRASE.search(t)}
    common = {t for t in first_column(sources / "chengyu_5w.txt") if len(t) == 4}
    return {
        "education": (education - institutions) | mined,
        "government": {t for t in official | policies if not PLACE.search(t)}
        - education
        - institutions,
        "institutions": institutions,
        "law": law - institutions - education,
        "finance": set(first_column(sources / "THUOCL_caijing.txt")) - institutions,
        "medicine": set(first_column(sources / "THUOCL_medical.txt")) - institutions,
        "places": divisions,
        "idioms": common | {t for t in first_column(sources / "THUOCL_chengyu.txt") if len(t) >= 4},
    }


def clean(terms: Iterable[str], traditional: set[str]) -> list[tuple[str, ...]]:
    """Leave out what is not made like a term, and what is in traditional script."""
    return [(term,) for term in terms if is_term(term) and not traditional & set(term)]


def main() -> None:
    """Write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", type=Path, help="the folder of the published lists")
    parser.add_argument("output", type=Path, help="dictionaries")
    arguments = parser.parse_args()
    script = Path(__file__).parent.parent / "dictionaries" / "script.tsv"
    traditional = {row[0] for row in read_rows(script) if row[1] == "T"}
    found = raw_terms(arguments.sources)
    for domain in DOMAINS:
        path = arguments.output / f"lexicon_{domain.name}.tsv"
        write_table(path, domain.header(), clean(found[domain.name], traditional))


if __name__ == "__main__":
    main()
