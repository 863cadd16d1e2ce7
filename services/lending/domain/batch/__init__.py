"""Whole columns of loans at once: the same cents as the exact rules, or an honest "cannot decide".

`schedule` in `domain/schedule.py` is the rule; what is here is a faster way to the same rows for the loans that most
portfolios are made of. Every function says which loans it cannot decide; the caller asks the exact rules for those.
"""
