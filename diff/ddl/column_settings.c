/* ALTER COLUMN ... SET of columns of tables and materialized views: storage, compression, statistics target, options. */
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/names.h"
#include "diff/ddl/column.h"
#include "diff/ddl/convert.h"
#include "diff/say.h"

#define COLUMN(object) ((const struct column *)(object))

/* The storage of a column that nobody set: what pg_type.typstorage says of the built-in types; 16 has a word for it. */
static const char *storage_of(const struct changes *changes, const char *type)
{
	static const char *const plain[] = { "smallint", "integer", "bigint", "real", "double precision", "boolean", "date",
		"timestamp", "time ", "interval", "uuid", "oid", "money", "name", "point", "macaddr", "\"char\"", "reg" };

	if (changes->target >= PG(16))
		return "DEFAULT";
	if (!strchr(type, '['))
		type = convert_base(changes->want, type);
	if (strchr(type, '['))
		return "EXTENDED";
	for (size_t i = 0; i < G_N_ELEMENTS(plain); i++)
		if (g_str_has_prefix(type, plain[i]))
			return "PLAIN";
	return g_str_has_prefix(type, "numeric") || g_str_has_prefix(type, "inet") || g_str_has_prefix(type, "cidr") ? "MAIN"
														     : "EXTENDED";
}

static void set(struct say *s, const char *words, const char *value)
{
	if (s->want->parent->kind == &materialized_view_kind)
		say(s, STAGE_MAKE, "ALTER MATERIALIZED VIEW %P ALTER COLUMN %I %s %s", s->want, s->want->name, words, value);
	else
		say_alter(s, STAGE_MAKE, ALTER_ONLY, "ALTER COLUMN %I %s %s", s->want->name, words, value);
}

static void set_options(struct say *s, const char *word, const char *options)
{
	g_autofree char *list = g_strdup_printf("(%s)", options);

	set(s, word, list);
}

void column_settings(struct say *s, const struct object *have, const struct object *want)
{
	static const struct column none;
	const struct column *old = have ? COLUMN(have) : &none, *new = COLUMN(want);

	if (old->storage != new->storage &&new->storage) {
		g_autofree char *storage = g_ascii_strup(new->storage, -1);
		set(s, "SET STORAGE", storage);
	}
	if (old->storage && !new->storage)
		set(s, "SET STORAGE", storage_of(s->changes, new->type));
	if (old->compression != new->compression)
		set(s, "SET COMPRESSION", new->compression ? new->compression : "DEFAULT");
	if (old->statistics != new->statistics)
		set(s, "SET STATISTICS", new->statistics ? new->statistics : "-1");
	if (old->options != new->options) {
		g_autoptr(GString) options = g_string_new(NULL);
		if (old->options) {
			for (size_t i = 0; i < old->options->count; i++) {
				g_autofree char *name =
					g_strndup(old->options->items[i], option_name_length(old->options->items[i]));
				say_append(options, "%s%I", i ? ", " : "", name);
			}
			set_options(s, "RESET", options->str);
			g_string_truncate(options, 0);
		}
		say_options(options, new->options);
		if (new->options)
			set_options(s, "SET", options->str);
	}
}
