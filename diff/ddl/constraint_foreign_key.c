/* Foreign keys: ALTER TABLE ... ADD, ALTER, VALIDATE CONSTRAINT. */
#include "catalog/kinds.h"
#include "catalog/kinds/constraint.h"
#include "diff/ddl/constraint.h"
#include "diff/ddl/constraint_depend.h"
#include "diff/ddl/constraint_edges.h"
#include "diff/ddl/constraint_risk.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/row_security.h"
#include "diff/ddl/verbs.h"
#include "diff/say.h"

/* The last column is a period where the key is temporal. */
static void say_referring_columns(GString *sql, const struct foreign_key *key, const struct names *columns)
{
	g_string_append_c(sql, '(');
	for (size_t i = 0; columns && i < columns->count; i++)
		say_append(
			sql, "%s%s%I", i ? ", " : "", key->period && i + 1 == columns->count ? "PERIOD " : "", columns->items[i]);
	g_string_append_c(sql, ')');
}

static void create_foreign_key(struct say *s)
{
	const struct foreign_key *key = (const struct foreign_key *)s->want;
	g_autoptr(GString) sql = g_string_new(NULL);

	say_append(sql, "ALTER TABLE %P ADD CONSTRAINT %I FOREIGN KEY ", s->want, s->want->name);
	say_referring_columns(sql, key, key->columns);
	say_append(sql, " REFERENCES %I.%I", key->referenced_schema, key->referenced_table);
	if (key->referenced_columns)
		say_referring_columns(sql, key, key->referenced_columns);
	if (key->match)
		say_append_keyword(sql, " MATCH ", key->match);
	if (key->on_update)
		say_append_keyword(sql, " ON UPDATE ", key->on_update);
	if (key->on_delete)
		say_append_keyword(sql, " ON DELETE ", key->on_delete);
	if (key->on_delete_columns) {
		g_string_append_c(sql, ' ');
		say_columns(sql, key->on_delete_columns);
	}
	constraint_append_deferral(sql, key->deferrable, key->deferred);
	g_string_append(sql, key->not_enforced ? " NOT ENFORCED" : key->not_valid ? " NOT VALID" : "");
	say(s, STAGE_MAKE, "%s", sql->str);
	risk_constraint(s);
}

static void alter_foreign_key(struct say *s)
{
	const struct foreign_key *have = (const struct foreign_key *)s->have, *want = (const struct foreign_key *)s->want;

	plain_rename(s);
	if (have->deferrable != want->deferrable || have->deferred != want->deferred)
		say(s, STAGE_MAKE, "ALTER TABLE %P ALTER CONSTRAINT %I %s%s", s->want, s->want->name,
			want->deferrable ? "DEFERRABLE" : "NOT DEFERRABLE",
			want->deferred	   ? " INITIALLY DEFERRED"
			: want->deferrable ? " INITIALLY IMMEDIATE"
					   : "");
	if (have->not_valid && !want->not_valid) {
		say(s, STAGE_MAKE, "ALTER TABLE %P VALIDATE CONSTRAINT %I", s->want, s->want->name);
		risk_constraint(s);
	}
}

const struct verbs foreign_key_verbs = {
	.mark_first = foreign_key_mark_first,
	.mark_all = row_security_mark,
	.add_edges = foreign_key_add_edges,
	.on_dependency = foreign_key_on_dependency,
	.kind = &foreign_key_kind,
	.create = create_foreign_key,
	.alter = alter_foreign_key,
	.rename = constraint_say_rename,
	.drop = constraint_drop,
};
