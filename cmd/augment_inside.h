/* Structures that the files of dbaugment share: see augment.h. */
#pragma once

#include "cmd/augment.h"

enum augment_section { AUGMENT_COLUMNS, AUGMENT_FUNCTIONS, AUGMENT_TEMPLATES, AUGMENT_TRIGGERS, AUGMENT_SETS, AUGMENT_SECTIONS };

/* A table that the specification names. */
struct augment_table {
	const char *schema, *name, *set;
	const char *file;
	unsigned line, column;
};

struct augment {
	struct arena *arena;
	struct node *sections[AUGMENT_SECTIONS]; /* maps of definitions, all levels merged */
	GHashTable *files;			 /* definition (struct node *) to its file (const char *) */
	GPtrArray *tables;			 /* struct augment_table * */
};
