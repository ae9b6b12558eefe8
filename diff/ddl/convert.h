/*
 * Whether and how a column's values can be converted to another type, without asking a server: the casts between the types of the
 * manual's table 8.1.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/change.h"
#include "diff/ddl/convert_text.h"

enum conversion {
	CONVERSION_FREE,    /* an assignment cast: ALTER COLUMN TYPE needs no USING */
	CONVERSION_CAST,    /* USING column::type */
	CONVERSION_TEXT,    /* USING column::text::type */
	CONVERSION_INTEGER, /* USING column::integer::type: between boolean and the other numbers */
	CONVERSION_ARRAY,   /* USING ARRAY[column]::type[]: the only element */
	CONVERSION_JSON,    /* USING to_jsonb(column)::type: arrays, numbers and the like as JSON values */
	CONVERSION_NONE,    /* no cast */
};

/* A conversion from one type to another, regardless of what the plan does to them. */
struct type_conversion {
	enum conversion way;
	/*
	 * what it loses silently: "digits after the point are rounded"; NULL where each value is preserved, or refused by the
	 * server
	 */
	const char *loss;
	/* values of only one of the types have a time zone, so that of the script's session is used: UTC */
	bool assumes_zone;
	/* the base types, without modifier and array brackets; in the pool */
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
/* Whether a type, or that of an array's elements, is re-created, even under the same name. */
bool convert_is_remade(const struct changes *, const char *type);
/* Whether a type, or that of an array's elements, is that object of the snapshot: a type, or a relation with a row type. */
bool convert_is_of(const struct snapshot *, const char *type, const struct object *of);
/* Whether one type is the other, renamed or in a renamed schema: then values need no conversion. */
bool convert_follows(const struct changes *, const char *from, const char *to);
/*
 * Appends the value, an expression of one type, converted to the other: with a cast if the types differ or the type is re-created.
 * False, and nothing appended, when there is no conversion.
 */
bool convert_value(GString *out, const struct changes *, const char *value, const char *from, const char *to);
/* The base type of a domain; the type itself where it is not a domain. */
const char *convert_base(const struct snapshot *, const char *type);
