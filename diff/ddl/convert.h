/*
 * Whether and how the values of a column can follow when its type changes, without asking a server: the casts of the manual's table
 * 8.1 types.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/change.h"
#include "diff/ddl/convert_text.h"

enum conversion {
	CONVERSION_FREE,    /* an assignment cast: ALTER COLUMN TYPE alone does it */
	CONVERSION_CAST,    /* USING column::type */
	CONVERSION_TEXT,    /* USING column::text::type */
	CONVERSION_INTEGER, /* USING column::integer::type: between boolean and the other numbers */
	CONVERSION_ARRAY,   /* USING ARRAY[column]::type[]: the only element */
	CONVERSION_JSON,    /* USING to_jsonb(column)::type: arrays, numbers and the like as JSON values */
	CONVERSION_NONE,    /* no cast */
};

/* From one type to another, by what types are and not by what the plan does to them. */
struct type_conversion {
	enum conversion way;
	/*
	 * what it silently loses: "digits after the point are rounded"; NULL where each value stays what it is, or the server
	 * refuses it
	 */
	const char *loss;
	/*
	 * the values of one type tell their time zone and those of the other do not, so that the one in which the script runs is
	 * taken: UTC
	 */
	bool assumes_zone;
	/* what the types are made of in the end, without modifier and array brackets; of the pool */
	const char *old, *new;
	bool old_array, new_array;
};

/*
 * From one type to another, as format_type() prints them; domains are looked up in the snapshots. It is worked out once for each
 * two types, and kept with the changes.
 */
const struct type_conversion *convert_types(const struct changes *, const char *from, const char *to);
/* The labels of an enum that the enum at the other end lacks, if they are two: "\"a\", \"b\""; NULL: none. To be freed. */
char *convert_lost_labels(const struct changes *, const char *from, const char *to);
/*
 * Whether a foreign key may hold between a column that has the one type already and one that still has the other: both are of one
 * operator family.
 */
bool convert_is_comparable(const struct changes *, const char *from, const char *to);
/* Whether a type, or that of an array's elements, is made again though its name may stay. */
bool convert_is_remade(const struct changes *, const char *type);
/* Whether a type, or that of an array's elements, is that one: an object of the snapshot that is a type or has a row type. */
bool convert_is_of(const struct snapshot *, const char *type, const struct object *of);
/* Whether the one type is the other, which is renamed, or is in a schema that is: what is of it follows without being converted. */
bool convert_follows(const struct changes *, const char *from, const char *to);
/*
 * Appends the value, an expression of the one type, as one of the other: cast where its type is another or is made again. False,
 * and nothing appended, when there is no way.
 */
bool convert_value(GString *out, const struct changes *, const char *value, const char *from, const char *to);
/* What a domain is made of in the end; the type itself where it is none. */
const char *convert_base(const struct snapshot *, const char *type);
