/* What the server knows of dependencies and the texts of an object do not tell, written down so that its YAML says it. */
#pragma once

struct snapshot;

/*
 * Sets depends_on of each object that needs another one which none of its texts names: the function behind an operator or an
 * implicit cast. Entries are keys, "function f(integer)", with the schema before the name where it is not the object's own.
 */
void needs_write_down(struct snapshot *);
