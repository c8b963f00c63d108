"""The store of schemas: copies of what is on the web, in the user's folder or in a project.

`lock` is the list of what is there, `layout` says under which name, `store` finds it for a check
and holds it to its sum. Only `teikit schemas` adds to it: `fetching` brings a file, `bundle` a
schema with all that it includes, and `adding` puts them in their place.
"""
