"""Stories: the claims in a text, what records say of them, what a retelling changed.

Where a sentence travels, from text to draft:

- `reading` parts a text into sentences; `language`, `patterns`, `kinds` and `time_words` compile
  the tables of a language (`facts/stories`); `learning` adds what a story itself names.
- `scene` is one sentence with all that is found in it: `numbers`, `places`, `periods` (`moments`,
  `timing`, `told_times`, `days`, `relative`, `shifting`), `names` (`naming`, `trimming`,
  `introducing`, `companies`), `trading` and `parties`, without its `asides`.
- `casting` and `whom` tell whom the story and each sentence is about; `own_voice` and `speaking`
  who says it.
- `draft` tries one kind of claim after another on each sentence, and `drafting` (`told`) keeps what
  was read so far: `listings`, `coverage`, `ranking` and `placing`, `first_last`, `absence`,
  `numbered`, `remainders`, `unnumbered`.
- A number becomes a claim in `numbered`: `weighing` (is it of trade?), `measuring` (of what
  measure?), `narrowing` (`filters`, `abreast`, `supplying`, `dealing`, `goods`, `goods_told`: what
  its own sentence says), `dating`, `parts` and `changing` (of what days?), `belonging`, `carrying`,
  `resuming`, `sharing`, `tables` (what it takes over from others), `standing` and `standing_goods`
  (what stands in the story), `sole` (what is left). `fielding` writes fields.

From a draft to verdicts: `claims_file` is what people correct; `check` computes each claim by
`figures`, `presence`, `arithmetic` from `records` (`lines`, `ledger`) under `definitions`, and
`ruling` is the table of verdicts.

From two texts to what changed: `compare`, by `aligning` and `differences`.
"""
