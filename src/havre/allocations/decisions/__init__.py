"""Committee decisions read from a landlord's own spreadsheet, and recorded as if typed by it.

`columns` names the fields and their usual headings, `reading` reads the lines, `plan` compares
them with its proposals, `importing` keeps the file, then records each line by `record_decision`.
"""
