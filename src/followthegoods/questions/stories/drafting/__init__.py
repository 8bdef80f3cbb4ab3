"""From a text to the draft of its claims.

- `learning` adds to the tables what a story itself names; `casting` and `whom` tell whom the story
  and each sentence is about, `own_voice` and `speaking` who says it.
- `draft` tries one kind of claim after another on each sentence, and `state` (`told`) keeps what
  was read so far: `listings`, `coverage`, `ranking` and `placing`, `first_last`, `absence`,
  `numbered`, `remainders`, `unnumbered`.
- A number becomes a claim in `numbered`: `weighing` (is it of trade?), `measuring` (of what
  measure?), `narrowing` (`filters`, `abreast`, `supplying`, `dealing`, `goods`, `goods_told`: what
  its own sentence says), `dating`, `parts` and `changing` (of what days?), `belonging`, `carrying`,
  `resuming`, `tables` (what it takes over from others), `standing` and `standing_goods` (what
  stands in the story), `sole` (what is left). `fielding` writes fields.
"""
