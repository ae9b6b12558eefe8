/* CREATE, ALTER, DROP COLLATION: PostgreSQL alters nothing but its name and owner. */
#include "catalog/kinds/collation.h"

#include "catalog/kinds.h"
#include "diff/ddl/verbs.h"
#include "diff/say.h"

/* Texts of the pool: equal text, equal pointer. */
static void append_locale(GString *sql, const struct collation *collation)
{
	if (!collation->locale && collation->lc_collate && collation->lc_collate == collation->lc_ctype) {
		say_append(sql, ",\n    LOCALE = %L", collation->lc_collate);
		return;
	}
	if (collation->locale)
		say_append(sql, ",\n    LOCALE = %L", collation->locale);
	if (collation->lc_collate)
		say_append(sql, ",\n    LC_COLLATE = %L", collation->lc_collate);
	if (collation->lc_ctype)
		say_append(sql, ",\n    LC_CTYPE = %L", collation->lc_ctype);
}

static void create(struct say *s)
{
	const struct collation *collation = (const struct collation *)s->want;
	g_autoptr(GString) sql = g_string_new(NULL);

	say_append(sql, "CREATE COLLATION %O (\n    PROVIDER = %s", s->want, collation->provider ? collation->provider : "libc");
	append_locale(sql, collation);
	if (collation->deterministic)
		say_append(sql, ",\n    DETERMINISTIC = %s", collation->deterministic);
	if (collation->rules)
		say_append(sql, ",\n    RULES = %L", collation->rules);
	say(s, STAGE_MAKE, "%s\n)", sql->str);
}

const struct verbs collation_verbs = { .kind = &collation_kind, .create = create };
