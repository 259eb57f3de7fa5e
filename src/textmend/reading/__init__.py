"""What reads a text to judge it: the models, and what is known of numbers, masks and look-alikes.

`shipped` opens the models when a text first needs them, `survey` gathers what they say of a whole
document. For `restoration`: `profile` says which symbols are missing, `reader` runs the network and
the native search over lines, `decision` makes repairs of what they found probable, `calibration`
says how sure these are. Of what structure proves or only reports: `labels` and `runs` find the
numbers of headings and points, `numbering`, `unnumbered` and `unmarked` say which are missing,
`numerals` writes them, `quantities` and `masks` find what nothing brings back. `lookalikes` finds
characters that stand for others.
"""
