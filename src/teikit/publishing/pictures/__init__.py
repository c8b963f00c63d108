"""Pictures of an edition as SVG: letters by month, who wrote to whom, where from.

The same letters make the same bytes, on every machine: what is drawn is computed with the four
operations and square roots alone, and rounded.
"""
