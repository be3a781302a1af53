"""The same rules over many people: a hospital's staff, a board's licensees. One interpreter, many processes.

``inputs`` looks the files over and lays them out by part, ``people`` turns a part into persons, ``judging`` runs the
very function that judges one person, ``run`` keeps the processes busy and survives a kill, ``summary`` says what
came out, ``what_if`` compares two editions.
"""
