"""One sentence of a story, with all that is found in it.

- `sentences` parts a text; `language`, `patterns`, `kinds` and `time_words` compile the tables of
  a language (`facts/stories`).
- `scene` is a sentence with its `numbers` (`sharing`: a unit said once), `places`, `periods`
  (`moments`, `timing`, `counting`, `seasons`, `told_times`, `days`, `relative`, `shifting`),
  `names` (`naming`, `trimming`, `introducing`, `companies`), `trading` and `parties`, without its
  `asides`. `beyond` are words of what no record can check.
- `antecedents` and `counterparts` tell who "it", "the works" and "its rival" are.
"""
