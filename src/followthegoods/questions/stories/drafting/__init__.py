"""From a text to the draft of its claims.

- `learning` adds to the tables what a story itself names; `casting` and `whom` tell whom the story
  and each sentence is about, `own_voice` and `speaking` who says it.
- `draft` tries one kind of claim after another on each sentence, and `state` (`told`, `opening`)
  keeps what was read so far: `listings`, `coverage`, `ranking`, `placing` and `ordering`,
  `first_last`, `absence` (with `denying`), `numbered`, `remainders`,
  `unnumbered`.
- A number becomes a claim in `numbered`: `governing` and `nobodys` (is it of
  what records cannot check?), `weighing` (is it of trade?), `measuring` and `counting` (of what
  measure?), `narrowing` (`filters`, `abreast`, `supplying`, `dealing`, `turning`, `goods`,
  `goods_told`, `goods_heads`, `goods_words`: what its own sentence says), `dating`, `anchoring`,
  `parts`, `changing` and `moving` (of what days?), `belonging`, `wholes`, `carrying`, `resuming`,
  `tables` (what it takes over from others), `confining` (or from none of them), `standing`,
  `standing_goods` and `goods_again` (what stands in the story or is named again), `sole` (what is
  left). `fielding` writes fields.
- When a text is read (`read_through`), the days of each claim are chosen once more, among all that
  it may be of: `eligible` (with `lengths`) finds these and what speaks for each, `choosing` takes
  the likeliest, by weights learned from keyed stories.
"""
