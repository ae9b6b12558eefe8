/* The list of variables that a header declares. */
#pragma once

#include <glib.h>

enum variable_type { VARIABLE_TEXT, VARIABLE_IDENT, VARIABLE_INT, VARIABLE_BOOL, VARIABLE_RAW, VARIABLE_SECRET };

struct variable_declaration {
	char *name;
	enum variable_type type;
	char *pattern; /* of raw: a regular expression that the whole value matches; NULL: letters, digits and _ */
};

/* Appends those of `NAME TYPE, NAME raw /PATTERN/`. NULL, or what was expected instead, to be freed. */
char *declarations_read(GPtrArray *declarations, const char *list);

void declaration_free(struct variable_declaration *);

/* Its word: "text". */
const char *variable_type_name(enum variable_type);
