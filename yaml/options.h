/* How documents are read and written. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* The format of a document: ours, or Pyrseas', see yaml/pyrseas_words.h. */
enum yaml_dialect { YAML_DIALECT_GUESSED, YAML_DIALECT_OURS, YAML_DIALECT_PYRSEAS };

struct yaml_read_options {
	enum yaml_dialect dialect;
	/* the schemas (char *) of unqualified names in a document of Pyrseas; NULL: found from the document */
	const GPtrArray *search_path;
	GPtrArray *unknown; /* gets a line (char *) for each unknown key, which is ignored; NULL: it is an error */
};

struct yaml_write_options {
	bool no_owner, no_privileges;
	unsigned name_letters; /* the number of bytes of an object's name in its file's name, in a tree; 0: all */
};
