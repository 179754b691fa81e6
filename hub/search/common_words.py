"""Words of a sentence that do not say what is looked for, in their dictionary forms."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# That something is wanted, not what.
WANTING = _words("""
    為る 欲しい 探す 有る 無い 居る 出来る 下さる 下さい 良い 貰う 頂く 頂ける
    呉れる 思う 言う 成る 事 物 所 方 時 為 様 訳 場合 者 達 さん 御 等 的
    もの こと ところ とこ とき ため よう くれる くださる 願う 希望 必要 可能 宜しい
    少し ちょっと とても 凄い つもり 予定 感じ 様々 色々 全然 なかなか 先ず
    もっと 又 未だ もう 既に 一寸 若し 仕舞う
""")
# Too common to say what, unless an entry of the thesaurus has them.
LIGHT = _words("""
    何処 何 誰 何か どこ どう どの どんな どれ 此の 其の 此れ 其れ ここ そこ
    私 自分 うち 皆 何処か 誰か 知る 見る 行く 来る 人 方法 仕方 遣り方 遣る
    考える 困る 悩む 分かる 教える 今 最近 今度 つい 付く 毎 毎回 紹介 場 置く
    聞く 尋ねる 続ける 始まる 終わる 持つ 受ける 使う 使える 入る 出る 出す 会う
    作る 開く 行う 参加 利用 増やす 増える イベント 活動 団体 支援 応援
""")
# That somebody is asking for something: a sentence of a person, not the name of a thing.
WISHING = _words("""
    たい 欲しい 下さる 下さい くださる 貰う 頂く 頂ける 呉れる くれる 探す 願う
    困る 悩む 教える 助ける 手伝う 足りる 知りたい
""")
