/*
 * What dbaugment adds to tables: columns, and the triggers and functions that fill them. All of it is defined by maps, as in
 * section `augmenter` of a
 * configuration file: columns, functions, function_templates, triggers, and the sets of audit_columns that name them. What is built
 * in is such a map
 * (augment_builtin.c), configuration files are stronger, and the file that says what is to be added, the specification, is
 * strongest:
 *
 *	augmenter:
 *	  columns:
 *	    modified_timestamp: {name: updated}
 *	schema public:
 *	  table film:
 *	    audit_columns: default
 *
 * The augmented description is one YAML tree changed into another, so that each definition can have whatever its object can have in
 * YAML.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cmd/config.h"
#include "yaml/node.h"

/* The built-in definitions: a YAML map. */
extern const char augment_builtin[];

struct augment;

/*
 * Changes a document, whose nodes live in the arena: adds what its tables are to have, or takes that away. What is there as defined
 * stays as it is, so that doing it again changes nothing. notes gets texts (char *): definitions that replace what was there in
 * another form. place is what messages call it.
 */
bool augment_add(struct augment *, struct node *document, struct arena *, const char *place, GPtrArray *notes, GError **);
bool augment_remove(struct augment *, struct node *document, struct arena *, const char *place, GPtrArray *notes, GError **);
