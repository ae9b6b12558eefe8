/* How documents are read and written. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Whose words a document is in: ours, or those of Pyrseas, see yaml/pyrseas_words.h. */
enum yaml_dialect { YAML_DIALECT_GUESSED, YAML_DIALECT_OURS, YAML_DIALECT_PYRSEAS };

struct yaml_read_options {
	enum yaml_dialect dialect;
	/* schemas (char *) in which the bare names of a document of Pyrseas are looked for; NULL: those that it tells */
	const GPtrArray *search_path;
	GPtrArray *unknown; /* gets a line (char *) for each unknown key, which is then passed over; NULL: it is an error */
};

struct yaml_write_options {
	bool no_owner, no_privileges;
	unsigned name_letters; /* how many of an object's name its file's has, in a tree; 0: all that a name can have */
};
