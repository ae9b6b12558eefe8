/* Walking the rows of a kind: finding them, and getting at an object's values through them. */
#include "catalog/kind.h"

#include <stdint.h>
#include <string.h>

#include "catalog/pool.h"
#include "catalog/secret.h"

/* Whether % is replaced in the clause without quotes. */
static bool is_said_bare(const struct attribute *row)
{
	const char *at = row->clause ? strchr(row->clause, '%') : NULL;

	return at && (at == row->clause || at[-1] != '\'');
}

enum fragment attribute_fragment(const struct attribute *row)
{
	if (row->fragment)
		return row->fragment;
	if (row->type != ATTRIBUTE_BOOL && row->refers == REFERS_NOTHING &&
		(row->form == FORM_NUMBER || row->form == FORM_MAP || is_said_bare(row)))
		return FRAGMENT_EXPRESSION;
	switch (row->refers) {
	case REFERS_TEXT:
		return FRAGMENT_EXPRESSION;
	case REFERS_TYPE:
	case REFERS_RELATION:
	case REFERS_ROUTINE:
		return FRAGMENT_NAME;
	case REFERS_NOTHING:
	case REFERS_COLUMNS:
	case REFERS_BODY:
		break;
	}
	return FRAGMENT_NONE;
}

const struct attribute *kind_attribute(const struct kind *kind, const char *name)
{
	for (const struct attribute *row = kind->attributes; row->name; row++)
		if (strcmp(row->name, name) == 0)
			return row;
	return NULL;
}

bool attribute_is_variant(const struct kind *kind, const struct attribute *row)
{
	return row > kind->attributes && row->offset == row[-1].offset;
}

int kind_part_index(const struct kind *kind, const struct kind *part)
{
	for (int i = 0; kind->parts && kind->parts[i]; i++)
		if (kind->parts[i] == part)
			return i;
	return -1;
}

const char *kind_key(const struct kind *kind)
{
	return kind->key ? kind->key : kind->name;
}

bool kind_is_ordered(const struct kind *kind)
{
	return kind->part && (kind->shape == PART_LIST || kind->shape == PART_PLAIN);
}

static void *at(const struct attribute *row, const struct object *object)
{
	return (char *)(uintptr_t)object + row->offset;
}

const char *attribute_text(const struct attribute *row, const struct object *object)
{
	const void *value = *(const void **)at(row, object);

	return value && row->apart ? ((const struct qualified *)value)->text : value;
}

const struct qualified *attribute_qualified(const struct attribute *row, const struct object *object)
{
	return *(const struct qualified **)at(row, object);
}

bool attribute_bool(const struct attribute *row, const struct object *object)
{
	return *(bool *)at(row, object);
}

const struct names *attribute_names(const struct attribute *row, const struct object *object)
{
	return *(const struct names **)at(row, object);
}

/* Absent means default: a default value becomes absent, so that comparing and writing need not know it. */
void attribute_set_text(const struct attribute *row, struct pool *pool, struct object *object, const char *text)
{
	if (text && ((!*text && !row->empty) || (row->otherwise && strcmp(text, row->otherwise) == 0)))
		text = NULL;
	*(const void **)at(row, object) = row->apart ? (const void *)pool_qualified(pool, text) : text;
}

void attribute_set_bool(const struct attribute *row, struct object *object, bool value)
{
	*(bool *)at(row, object) = value;
}

void attribute_set_names(const struct attribute *row, struct object *object, const struct names *names)
{
	*(const struct names **)at(row, object) = names && names->count ? names : NULL;
}

void attribute_copy(const struct attribute *row, const struct object *from, struct object *to)
{
	switch (row->type) {
	case ATTRIBUTE_TEXT:
		*(const void **)at(row, to) = *(const void **)at(row, from);
		return;
	case ATTRIBUTE_BOOL:
		attribute_set_bool(row, to, attribute_bool(row, from));
		return;
	case ATTRIBUTE_NAMES:
		attribute_set_names(row, to, attribute_names(row, from));
		return;
	}
}

bool attribute_is_absent(const struct attribute *row, const struct object *object)
{
	switch (row->type) {
	case ATTRIBUTE_TEXT:
		return !attribute_text(row, object);
	case ATTRIBUTE_BOOL:
		return !attribute_bool(row, object);
	case ATTRIBUTE_NAMES:
		return !attribute_names(row, object);
	}
	return true;
}

bool attribute_equal(const struct attribute *row, const struct object *a, const struct object *b)
{
	switch (row->type) {
	case ATTRIBUTE_TEXT:
		return row->secrets ? secret_same_connection(attribute_text(row, a), attribute_text(row, b))
				    : attribute_text(row, a) == attribute_text(row, b);
	case ATTRIBUTE_BOOL:
		return attribute_bool(row, a) == attribute_bool(row, b);
	case ATTRIBUTE_NAMES:
		return row->secrets ? secret_same_options(attribute_names(row, a), attribute_names(row, b))
				    : attribute_names(row, a) == attribute_names(row, b);
	}
	return true;
}
