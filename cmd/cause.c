/* The cause of each statement of a plan. */
#include "cmd/cause.h"

#include <string.h>

#include "catalog/kind.h"
#include "cmd/terminal.h"
#include "diff/check.h"

struct causes {
	GHashTable *words; /* an object's key -> its differences (char *), without duplicates, in order */
};

#define ALONG "comes along with what changes"

/*
 * The same key for an object of both sides, even if argument names of a function differ. Lengths are included, so that names with
 * line breaks cannot collide.
 */
static char *key_of(const struct object *object)
{
	const char *schema = object->schema ? object->schema : "", *parent = object->parent ? object->parent->identity : "";

	return g_strdup_printf(
		"%s\n%zu %s\n%zu %s\n%s", object->kind->name, strlen(schema), schema, strlen(parent), parent, object->identity);
}

struct causes *causes_new(const GPtrArray *differences)
{
	struct causes *causes = g_new(struct causes, 1);

	causes->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
	for (guint i = 0; i < differences->len; i++) {
		const struct difference *difference = differences->pdata[i];
		g_autofree char *key = key_of(difference->object);
		GPtrArray *found = g_hash_table_lookup(causes->words, key);
		if (difference->note)
			continue;
		if (!found)
			g_hash_table_insert(causes->words, g_steal_pointer(&key), found = g_ptr_array_new());
		if (!g_ptr_array_find_with_equal_func(found, difference->what, g_str_equal, NULL))
			g_ptr_array_add(found, (char *)difference->what);
	}
	return causes;
}

void causes_free(struct causes *causes)
{
	if (!causes)
		return;
	g_hash_table_unref(causes->words);
	g_free(causes);
}

/* The differences of an object; NULL: none. */
static const GPtrArray *words_of(const struct causes *causes, const struct object *object)
{
	g_autofree char *key = object ? key_of(object) : NULL;

	return key ? g_hash_table_lookup(causes->words, key) : NULL;
}

static char *join(const GPtrArray *words)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < words->len; i++)
		g_string_append_printf(out, "%s%s", i ? ", " : "", (const char *)words->pdata[i]);
	return g_string_free(out, false);
}

char *cause_words(const struct causes *causes, const struct step *step)
{
	const GPtrArray *own = words_of(causes, step->object), *other = words_of(causes, step->because);

	if (step->cause)
		return g_strdup(step->cause);
	if (own)
		return join(own);
	if (!other)
		return g_strdup(ALONG);
	g_autofree char *name = object_describe(step->because), *words = join(other);
	return g_strdup_printf("%s: %s", name, words);
}

/* "column a of table t changes type", "view v is new"; NULL: it does not differ. */
static char *say(const struct causes *causes, const struct object *object)
{
	const GPtrArray *words = words_of(causes, object);

	if (!words)
		return NULL;
	g_autofree char *name = object_describe(object), *joined = join(words);
	if (strcmp(joined, "missing") == 0)
		return g_strdup_printf("%s is new", name);
	if (strcmp(joined, "not wanted") == 0)
		return g_strdup_printf("%s is no longer wanted", name);
	return g_strdup_printf("%s changes %s", name, joined);
}

char *cause_sentence(const struct causes *causes, const struct step *step)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_autofree char *own = say(causes, step->object);

	if (step->cause)
		return terminal_escape(step->cause);
	if (own)
		g_string_append(out, own);
	for (guint i = 0; step->with && i < step->with->len; i++) {
		g_autofree char *other = say(causes, step->with->pdata[i]);
		if (other && !strstr(out->str, other))
			g_string_append_printf(out, "%s%s", out->len ? ", " : "", other);
	}
	if (!out->len && step->because) {
		g_autofree char *root = say(causes, step->because);
		g_string_append(out, root ? root : "");
	}
	g_autofree char *line = terminal_escape(out->len ? out->str : "it " ALONG);
	return g_strconcat("because ", line, NULL);
}
