"""From two texts to what changed.

- `text`: a text with its sentences and claims; `aligning`: which sentences tell the same, by their
  words and by `things`, what is the same in any language.
- `matching`: which claims are each other's; `differences`: in what those differ, field by field.
- `beside`: a sentence beside its counterpart; `telling`: in what those differ otherwise, with
  `speaking` (who says it), `sureness`, `wording` (names, lists, other words); `cues`: the patterns.
- `compare`: what was kept, altered, dropped and added.
"""
