/* Families of types, by the casts between them: the manual's table 8.1. */
#include "diff/ddl/type_family.h"

#include <glib.h>
#include <string.h>

static const struct {
	const char *type;
	enum family family;
} families[] = {
	{ "smallint", FAMILY_NUMBER },
	{ "integer", FAMILY_NUMBER },
	{ "bigint", FAMILY_NUMBER },
	{ "numeric", FAMILY_NUMBER },
	{ "real", FAMILY_NUMBER },
	{ "double precision", FAMILY_NUMBER },
	{ "money", FAMILY_OTHER },
	{ "text", FAMILY_STRING },
	{ "character varying", FAMILY_STRING },
	{ "character", FAMILY_STRING },
	{ "bpchar", FAMILY_STRING },
	{ "name", FAMILY_STRING },
	{ "\"char\"", FAMILY_STRING },
	{ "date", FAMILY_DATE },
	{ "timestamp without time zone", FAMILY_DATE },
	{ "timestamp with time zone", FAMILY_DATE },
	{ "time without time zone", FAMILY_TIME },
	{ "time with time zone", FAMILY_TIME },
	{ "interval", FAMILY_TIME },
	{ "bit", FAMILY_BITS },
	{ "bit varying", FAMILY_BITS },
	{ "inet", FAMILY_NETWORK },
	{ "cidr", FAMILY_NETWORK },
	{ "json", FAMILY_JSON },
	{ "jsonb", FAMILY_JSON },
	{ "boolean", FAMILY_BOOLEAN },
	{ "int4range", FAMILY_NUMBER_RANGE },
	{ "int8range", FAMILY_NUMBER_RANGE },
	{ "numrange", FAMILY_NUMBER_RANGE },
	{ "daterange", FAMILY_DATE_RANGE },
	{ "tsrange", FAMILY_DATE_RANGE },
	{ "tstzrange", FAMILY_DATE_RANGE },
	{ "int4multirange", FAMILY_NUMBER_MULTIRANGE },
	{ "int8multirange", FAMILY_NUMBER_MULTIRANGE },
	{ "nummultirange", FAMILY_NUMBER_MULTIRANGE },
	{ "datemultirange", FAMILY_DATE_MULTIRANGE },
	{ "tsmultirange", FAMILY_DATE_MULTIRANGE },
	{ "tstzmultirange", FAMILY_DATE_MULTIRANGE },
};

bool type_family_is_range(enum family family)
{
	return family >= FAMILY_NUMBER_RANGE;
}

enum family type_family(const char *type)
{
	for (size_t i = 0; i < G_N_ELEMENTS(families); i++)
		if (strcmp(families[i].type, type) == 0)
			return families[i].family;
	return FAMILY_OTHER;
}
