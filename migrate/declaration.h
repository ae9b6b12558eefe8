/* The list of variables that a header declares. */
#pragma once

#include <glib.h>

#include "migrate/header.h"

/* Appends those of `NAME TYPE, NAME raw /PATTERN/`. NULL, or what was expected instead, to be freed. */
char *declarations_read(GPtrArray *declarations, const char *list);

void declaration_free(struct variable_declaration *);

/* Its word: "text". */
const char *variable_type_name(enum variable_type);
