"""Dates, times and durations of XML Schema: the calendar, the forms and their values, the faults.

`forms` says which strings are dates and how they compare, by the days that `calendar` counts;
`faults` says in words why a string is none; `durations` stand beside them.
"""
