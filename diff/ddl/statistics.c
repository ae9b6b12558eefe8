/* CREATE, ALTER, DROP STATISTICS: re-created unless only name or target differ. */
#include "catalog/kinds/statistics.h"

#include "catalog/kinds.h"
#include "diff/ddl/expression.h"
#include "diff/ddl/verbs.h"
#include "diff/say.h"

static void create(struct say *s)
{
	const struct statistics *statistics = (const struct statistics *)s->want;
	g_autoptr(GString) list = g_string_new(NULL), on = g_string_new(NULL);

	for (size_t i = 0; statistics->kinds && i < statistics->kinds->count; i++)
		say_append(list, "%s%s", i ? ", " : " (", statistics->kinds->items[i]);
	if (list->len)
		g_string_append_c(list, ')');
	for (size_t i = 0; statistics->columns && i < statistics->columns->count; i++)
		say_append(on, "%s%I", on->len ? ", " : "", statistics->columns->items[i]);
	for (size_t i = 0; statistics->expressions && i < statistics->expressions->count; i++) {
		g_string_append(on, on->len ? ", " : "");
		expression_append_parenthesised(on, statistics->expressions->items[i]);
	}
	say(s, STAGE_MAKE, "CREATE STATISTICS %O%s\n    ON %s\n    FROM %s", s->want, list->str, on->str,
		say_relation(s->changes->pool, s->want, statistics->table));
}

/* The rows' clauses say the target. */
const struct verbs statistics_verbs = { .kind = &statistics_kind, .create = create };
