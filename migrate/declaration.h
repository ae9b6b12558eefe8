/* The list of variables that a header declares. */
#pragma once

#include <glib.h>

enum variable_type { VARIABLE_TEXT, VARIABLE_IDENT, VARIABLE_INT, VARIABLE_BOOL, VARIABLE_RAW, VARIABLE_SECRET };

struct variable_declaration {
	char *name;
	enum variable_type type;
	char *pattern; /* for raw: a regular expression that matches the whole value; NULL: letters, digits and _ */
};

/* Appends those of `NAME TYPE, NAME raw /PATTERN/`. Returns NULL, or what was expected instead, to be freed. */
char *declarations_read(GPtrArray *declarations, const char *list);

void declaration_free(struct variable_declaration *);

/* The type's word: "text". */
const char *variable_type_name(enum variable_type);
