/* Finds dependencies that the server has and no text of the object shows, so that the YAML contains them. */
#pragma once

struct snapshot;

/*
 * Sets depends_on of each object that depends on another one that none of its texts names: the function of an operator or an
 * implicit cast. Entries are keys, "function f(integer)", with the schema before the name unless it is the object's own.
 */
void needs_write_down(struct snapshot *);
