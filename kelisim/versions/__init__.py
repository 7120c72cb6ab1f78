"""Versions of the policy: what was published, what a change means, and who is asked again.

number.py       MAJOR.MINOR
printed.py      a policy's units as they are printed, and their hashes
meaning.py      what visitors consented to, compared; tokens, aliases, reasons to ask
snapshot.py     text and meaning of the sources as they are now
comparison.py   two texts: what was added, removed, reworded, moved
words.py        two wordings, word by word
archive.py      `policy_src/archive/`: bytes → published versions, or what is wrong with them
standing.py     which version a build prints today
sources.py      the sources that a version was made from, written down and taken up again
outputs.py      what of all this goes into `dist/`
publishing.py   a new version as files
review.py       what `kelisim policy status` and `diff` tell
"""
