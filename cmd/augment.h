/*
 * dbaugment adds columns to tables, and the triggers and functions that fill them. They are defined by maps as in section
 * `augmenter` of a configuration file: columns, functions, function_templates, triggers, and the sets of audit_columns that name
 * them. Built-in definitions (augment_builtin.c) are overridden by configuration files, and these by the specification, the file
 * that says what to add to which table:
 *
 *	augmenter:
 *	  columns:
 *	    modified_timestamp: {name: updated}
 *	schema public:
 *	  table film:
 *	    audit_columns: default
 *
 * The document is changed as a YAML tree, so a definition may have every key that its object may have in YAML.
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
 * Changes a document, whose nodes live in the arena: adds the objects that its tables should have, or removes them. Objects that
 * are already as defined stay, so a second run changes nothing. notes gets texts (char *) about objects that a definition replaced.
 * place is the document's name in messages. False with an error.
 */
bool augment_add(struct augment *, struct node *document, struct arena *, const char *place, GPtrArray *notes, GError **);
bool augment_remove(struct augment *, struct node *document, struct arena *, const char *place, GPtrArray *notes, GError **);
