"""Reading what landlords send: a table in, vacancies or stock out, with the reason of each refusal.

Pure functions: no file, no database, no clock. `havre.adapters.spreadsheets` turns a file into
a `Table`; `columns` finds its header; `reading` and `stock` read its lines; `report` tells the
landlord what became of each line.
"""
