#!/usr/bin/python3
"""Takes single parts of a document into another one, as people do with a merge tool: merge.py INTO FROM 'table t/foreign_keys'..."""
import sys
import yaml

into, other = (yaml.safe_load(open(name, encoding="utf-8")) for name in sys.argv[1:3])
for path in sys.argv[3:]:
    *above, last = path.split("/")
    to, source = into["schema fdw_owner"], other["schema fdw_owner"]
    for key in above:
        to, source = to[key], source[key]
    to[last] = source[last]
yaml.safe_dump(into, sys.stdout, allow_unicode=True)
