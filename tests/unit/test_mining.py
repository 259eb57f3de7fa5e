"""Mining terms from clean text."""

from __future__ import annotations

import random

import pytest

pytest.importorskip("jieba")

from textmend.lexicon.mining import Mining, mine

LIMITS = Mining(count=4, paragraphs=3, cohesion=1.0, entropy=0.5)


@pytest.fixture(scope="module")
def corpus() -> list[str]:
    """Sentences with a term of three words in ever other company."""
    rng = random.Random(1)
    subjects = ["县里", "学校", "教师", "我们", "各地", "专家"]
    verbs = ["推进", "研究", "讨论", "评估", "支持", "关心"]
    objects = ["优质均衡发展县", "课堂教学", "城市交通", "粮食生产", "环境保护"]
    return [
        f"{rng.choice(subjects)}{rng.choice(verbs)}{rng.choice(objects)}的工作，"
        f"{rng.choice(objects)}{rng.choice(verbs)}得很好。"
        for _ in range(200)
    ]


def test_a_term_is_found_with_what_speaks_for_it(corpus: list[str]) -> None:
    terms = {item.term: item for item in mine(lambda: corpus, LIMITS)}
    item = terms["优质均衡发展县"]
    assert item.count == sum(line.count(item.term) for line in corpus)
    assert item.paragraphs == sum(item.term in line for line in corpus)
    assert item.term in item.example
    assert item.cohesion >= LIMITS.cohesion and item.entropy >= LIMITS.entropy


def test_known_words_parts_and_junk_are_not_terms(corpus: list[str]) -> None:
    terms = [item.term for item in mine(lambda: corpus, LIMITS)]
    assert not {"学校", "优质均衡", "均衡发展", "发展县"} & set(terms)
    assert not [term for term in terms if term.startswith("的") or term.endswith("的")]
    found = mine(lambda: corpus, LIMITS, known=["优质均衡发展县"])
    assert "优质均衡发展县" not in [item.term for item in found]


def test_limits_limit(corpus: list[str]) -> None:
    assert mine(lambda: corpus, Mining(count=10_000)) == []
    assert mine(list, LIMITS) == []
