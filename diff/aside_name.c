/* Names for objects that are renamed aside until their successor exists. */
#include "diff/aside_name.h"

#include <string.h>

#include "catalog/kinds.h"
#include "sql/name.h"

enum { NAME_BYTES = 63 }; /* NAMEDATALEN - 1 */

struct aside_names {
	/* "schema.name", in the pool: names of both snapshots' objects, and names given out; NULL until the first call */
	GHashTable *taken;
	GHashTable *given; /* "schema.name" -> the name given */
};

struct aside_names *aside_names_new(void)
{
	struct aside_names *names = g_new0(struct aside_names, 1);

	names->given = g_hash_table_new(NULL, NULL);
	return names;
}

void aside_names_free(struct aside_names *names)
{
	g_clear_pointer(&names->taken, g_hash_table_unref);
	g_hash_table_unref(names->given);
	g_free(names);
}

static const char *key_of(const struct changes *changes, const char *schema, const char *name)
{
	g_autofree char *whole = name_join(schema, name);

	return pool_text(changes->pool, whole);
}

static void take_names(const struct changes *changes, GHashTable *taken, const struct snapshot *snapshot)
{
	struct objects all = snapshot_all(snapshot);

	for (size_t i = 0; i < all.count; i++)
		if (all.items[i]->name)
			g_hash_table_add(taken, (gpointer)key_of(changes, all.items[i]->schema, all.items[i]->name));
}

/* Without half a character of UTF-8 before the suffix. */
const char *aside_with_suffix(const struct changes *changes, const char *name, const char *suffix)
{
	size_t length = MIN(strlen(name), NAME_BYTES - strlen(suffix));

	while (length < strlen(name) && (name[length] & 0xc0) == 0x80)
		length--;
	return pool_printf(changes->pool, "%.*s%s", (int)length, name, suffix);
}

const char *aside_name(const struct changes *changes, const char *schema, const char *name)
{
	struct aside_names *names = changes->aside_names;
	const char *key = key_of(changes, schema, name), *aside = g_hash_table_lookup(names->given, key);

	if (!names->taken) {
		names->taken = g_hash_table_new(NULL, NULL);
		take_names(changes, names->taken, changes->have);
		take_names(changes, names->taken, changes->want);
	}
	for (unsigned number = 1; !aside; number++) {
		g_autofree char *suffix = number > 1 ? g_strdup_printf("__old%u", number) : g_strdup("__old");
		const char *tried = aside_with_suffix(changes, name, suffix);
		if (g_hash_table_add(names->taken, (gpointer)key_of(changes, schema, tried)))
			aside = tried;
	}
	g_hash_table_insert(names->given, (gpointer)key, (gpointer)aside);
	return aside;
}
