"""Texts to try: arbitrary Unicode mixed with fragments that the passes look at.

Purely random characters hardly ever stand side by side as damage does, so most of a text is put
together from fragments of real damage and of what must not be taken for it.
"""

from __future__ import annotations

from hypothesis import strategies as st

LINE_ENDS = ("\n", "\n", "\r\n", "\r", "\v", "\f", "\u2028", "\u2029", "\u0085")

HAN = (
    "教育局", "我们的工作", "落实", "双减", "政策", "中小学", "的", "了", "年", "号", "和", "说",
    "北京市", "研究", "全角", "卡尔", "马克思", "一", "二", "十", "甲", "乙", "王伟", "同学们好",
)  # fmt: skip

SCRIPTS = (
    "中小學生", "學校", "關於", "體育", "國家", "发展", "国家", "头发", "後", "后", "里",
    "干", "云",
    "著", "乾", "裏", "台灣", "臺灣", "软件", "互联网", "網際網路", "博客",
)  # fmt: skip

MARKS = (
    ",", ".", ";", ":", "?", "!", "(", ")", '"', "'", "<", ">", "-", "[", "]", "，", "。", "、",
    "；", "：", "？", "！", "（", "）", "《", "》", "〈", "〉", "「", "」", "『", "』", "【",
    "】", "“", "”",
    "‘", "’", "—", "——", "…", "……", "～", "·", "•", "‧", "...", "......", "--",
    "---", "<<", ">>",
    "，，", "。，", "、。", "““", "””", "《《", "》》", "（（", "））", "。。", "！！！",
    "„", "``", "''",
    "﹐", "﹑", "｡", "､", "．", "％", "［", "］", "+", "=", "/", "*", "#", "%", "_", "^",
    "{", "}", "|",
)  # fmt: skip

BLANKS = (" ", " ", " ", "  ", "   ", "\t", "\u3000", "\u3000\u3000", "\u00a0", "\u2003", "\u202f")

FORMS = (
    "Ａ", "ｂ", "１", "２０１９", "３．１４", "１，２００", "５０％", "⽂", "⼀", "⺠", "⻄",
    "\uf900", "\ufa30",
    "ﬁ", "ﬂ", "ｶﾞ", "ｱ", "①", "㎡", "\u200b", "\u200c", "\u200d", "\ufeff", "\u00ad",
    "\u200e",
    "\u202e", "\ufe0f", "\ufe00", "\x00", "\x07", "\x1b[31m", "\x7f", "\ue000", "\ue5e5",
    "\ufffd",
    "e\u0301", "\u0301", "か\u3099", "\u3099", "각", "\u1100\u1161", "\U0002f800", "\U00020000",
    "\U000e0100", "\U0001f468\u200d\U0001f469", "\ud800", "\udc00", "\udfff",
)  # fmt: skip

MOJIBAKE = (
    "鏂囨湰", "鎴戜滑鐨勫伐浣", "锛岀粡娴", "銆?", "锟斤拷", "烫烫烫烫", "ÎÄ±¾", "ÓùÓÃÈí¼þ",
    "ææ¬", "â€œ", "â€™", "Ã©", "Â", "い绩厩", "ゅセ", "覆湮", "恅璃", "&nbsp;", "&ldquo;",
    "&amp;", "&amp;nbsp;", "&#12289;", "&#x4e00;", "&", "&lt;b&gt;", "???", "㐀㐁㐂㐃",
    "龘靐齉爩",
)  # fmt: skip

LATIN = (
    "Python", "GDP", "a", "B", "is", "the", "don't", "No.", "3", "12", "2019", "1,000", "3.14",
    "12:30", "5%", "U+3000", "é", "ß", "www.example.com", "https://example.com/a", "a@b.cn",
    "://",
    "www.", "@", "`", "`x`", "$", "$x_1$", "<b>", "</b>", "<br", "\\ref{a}", "\\cmd{", "}", "//",
    "key: ", "x = ", "f(x)", ":)", ":-D", "[1]", "[2019]", "[J]", "C++", "->", "==", "a, b",
    "а", "λ",
)  # fmt: skip

OTHERS = (
    "かな",
    "カタカナ",
    "の",
    "は",
    "안녕",
    "하세요",
    "ไทย",
    "हिन्दी",
    "אבג",
    "عربي",
    "😀",
    "☃",
)

SENTENCES = (
    "落实““双减”政策”,优化教育环境.", "他说:\"今天(周一)去北京.\"",
    "增加 195 名,其中 GDP 增长5%.",
    "教发[2019]12号", "学习<<教育法>>,推进教 育工作。", "这是鏂囨湰,不是文本.",
    "王　伟　　李　娜",
    "我們的學校在這裏，學生都很好。", "The quick brown fox， jumps over it。", "甲,乙,丙,丁",
    "教 育 局 的 工 作 和 学 校 的 发 展 都 要 抓 紧 抓 好 抓 实 抓 细 。",
)  # fmt: skip

GROUPS = (HAN, SCRIPTS, MARKS, MARKS, BLANKS, FORMS, MOJIBAKE, LATIN, OTHERS, SENTENCES, LINE_ENDS)

any_characters = st.text(st.characters(codec=None), max_size=4)
fragments = st.one_of([st.sampled_from(group) for group in GROUPS])

texts = st.lists(st.one_of(fragments, fragments, fragments, any_characters), max_size=24).map(
    "".join
)
"""Documents of a few lines."""

prose = st.lists(
    st.one_of(*map(st.sampled_from, (HAN, HAN, HAN, MARKS, BLANKS, LATIN, SENTENCES, LINE_ENDS))),
    max_size=30,
).map("".join)
"""The same without what is exotic: more lines that the passes take for Chinese prose."""

documents = st.one_of(texts, prose)
