/* Finds variables in SQL: see migrate/variable.h for their forms. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "sql/lexer.h"

enum reference_form {
	REFERENCE_LITERAL, /* :'name' */
	REFERENCE_NAME,	   /* :"name" */
	REFERENCE_RAW,	   /* :name, but not within square brackets, where a colon is a slice */
};

struct reference {
	enum reference_form form;
	const char *start; /* at the colon */
	size_t length;	   /* to the end of the name or quote */
	const char *name;  /* within the text */
	size_t name_length;
};

struct reference_reader {
	struct lexer lexer;
	size_t brackets;
};

/* Starts on length bytes of SQL, kept by reference. */
void reference_reader_init(struct reference_reader *, const char *sql, size_t length);
/* Finds the next one; false at the end. */
bool reference_next(struct reference_reader *, struct reference *);
