/* The meaning of an entry of a document. */
#include "yaml/meaning.h"

#include <glib.h>
#include <string.h>

#include "catalog/kinds.h"
#include "yaml/key.h"

static struct meaning of_value(void)
{
	return (struct meaning){ .type = MEANING_VALUE };
}

static struct meaning of_kind(enum meaning_type type, const struct kind *kind)
{
	return (struct meaning){ .type = type, .kind = kind };
}

/* An entry at the top, or in a schema. */
static struct meaning of_object(const char *key)
{
	struct key parts;
	enum key_result result = key_split(key, &parts);
	const struct kind *kind = parts.kind;

	key_clear(&parts);
	for (size_t i = 0; i < kind_count; i++)
		if ((kinds[i]->list || kinds[i]->single) && strcmp(kind_key(kinds[i]), key) == 0)
			return of_kind(kinds[i]->list ? MEANING_OBJECTS : MEANING_OBJECT, kinds[i]);
	if (result != KEY_FOUND)
		return of_value();
	return of_kind(kind == &schema_kind ? MEANING_SCHEMA : MEANING_OBJECT, kind);
}

static const struct attribute *row_of(const struct kind *kind, const char *name, bool *below)
{
	size_t length = strlen(name);

	for (const struct attribute *row = kind->attributes; row->name; row++) {
		if (strcmp(row->name, name) == 0)
			return row;
		*below = *below || (strncmp(row->name, name, length) == 0 && row->name[length] == '.');
	}
	return NULL;
}

static struct meaning of_row(const struct kind *kind, const struct attribute *row)
{
	if (row->options && !row->ordered)
		return of_kind(MEANING_OPTIONS, kind);
	return of_kind(row->members ? MEANING_MEMBERS : MEANING_VALUE, kind);
}

/* The attribute or the parts with that name; MEANING_VALUE without a kind where the kind has none. */
static struct meaning of_name(const struct kind *kind, const char *name)
{
	size_t length = strlen(name);
	bool below = false;

	for (size_t i = 0; kind->parts && kind->parts[i]; i++) {
		const struct kind *part = kind->parts[i];
		const char *key = kind_key(part);
		if (part->shape == PART_KEYED && g_str_has_prefix(name, key) && name[strlen(key)] == ' ')
			return of_kind(MEANING_OBJECT, part);
		/* the keys of an index are one value, since each depends on the others */
		if (part->shape != PART_KEYED && strcmp(key, name) == 0)
			return of_kind(part->shape == PART_PLAIN ? MEANING_VALUE : MEANING_PARTS, part);
		below = below || (strncmp(key, name, length) == 0 && key[length] == '.');
	}
	const struct attribute *row = row_of(kind, name, &below);
	if (row)
		return of_row(kind, row);
	struct meaning map = of_kind(MEANING_MAP, kind);
	g_strlcpy(map.prefix, name, sizeof(map.prefix));
	return below ? map : of_value();
}

/*
 * An entry in the map of an object, or in a map of dotted attributes. Kinds with the same key are distinguished by the map's
 * content: any of them may have the name.
 */
static struct meaning of_attribute(const struct kind *kind, const char *prefix, const char *key)
{
	static const char *const sets[] = { "depends_on", "depends_on_extensions", NULL };
	g_autofree char *name = g_strdup_printf("%s%s%s", prefix, *prefix ? "." : "", key);

	if (!*prefix && g_strv_contains(sets, key))
		return of_kind(MEANING_SET, NULL);
	if (!*prefix && strcmp(key, "privileges") == 0)
		return of_kind(MEANING_GRANTS, NULL);
	if (!*prefix && strcmp(key, "security_labels") == 0)
		return of_kind(MEANING_MAP, NULL);
	struct meaning found = of_name(kind, name);
	for (size_t i = 0; !found.kind && !kind->part && i < kind_count; i++)
		if (!kinds[i]->part && strcmp(kind_key(kinds[i]), kind_key(kind)) == 0)
			found = of_name(kinds[i], name);
	return found;
}

struct meaning meaning_of(const struct meaning *outer, const char *key)
{
	if (!key)
		return of_value();
	switch (outer->type) {
	case MEANING_DOCUMENT:
		return strcmp(key, "renames") == 0 ? of_kind(MEANING_MAP, NULL) : of_object(key);
	case MEANING_SCHEMA:
		return strchr(key, ' ') ? of_object(key) : of_attribute(&schema_kind, "", key);
	case MEANING_OBJECT:
		return of_attribute(outer->kind, "", key);
	case MEANING_PARTS:
		return of_kind(MEANING_OBJECT, outer->kind);
	case MEANING_MAP:
		return *outer->prefix ? of_attribute(outer->kind, outer->prefix, key) : of_value();
	case MEANING_SET:
	case MEANING_GRANTS:
	case MEANING_OPTIONS:
	case MEANING_MEMBERS:
	case MEANING_OBJECTS:
	case MEANING_VALUE:
		break;
	}
	return of_value();
}

bool meaning_is_container(const struct meaning *meaning)
{
	static const bool containers[] = {
		[MEANING_PARTS] = true,
		[MEANING_SET] = true,
		[MEANING_OPTIONS] = true,
		[MEANING_MEMBERS] = true,
		[MEANING_OBJECTS] = true,
		[MEANING_VALUE] = false,
	};

	return containers[meaning->type] || (meaning->type == MEANING_MAP && !*meaning->prefix);
}

bool meaning_may_be_absent(const struct meaning *meaning, const char *key)
{
	bool mark = false;

	for (size_t i = 0; i < kind_count; i++)
		mark = mark || g_strcmp0(kinds[i]->mark, key) == 0;
	return meaning_is_container(meaning) && !mark;
}
