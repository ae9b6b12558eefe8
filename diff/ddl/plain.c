/* Writes CREATE, ALTER, DROP of regular kinds from the clauses of their rows. */
#include "diff/ddl/plain.h"

#include <string.h>

#include "catalog/kinds.h"
#include "diff/aside_name.h"
#include "diff/ddl/verbs.h"
#include "diff/follow.h"
#include "diff/say.h"

/*
 * Appends the row's clause with the object's value: % is replaced by it as it is, '%' by the literal. Where the value is absent:
 * what unsets it, or the clause with what absent means; nothing when the row tells neither.
 */
static void append_clause(GString *out, const struct attribute *row, const struct object *object)
{
	bool absent = attribute_is_absent(row, object);

	if (absent && (row->unset || !row->otherwise)) {
		g_string_append(out, row->unset ? row->unset : "");
		return;
	}
	for (const char *p = row->clause; *p; p++) {
		const char *value =
			*p == '%' || (*p == '\'' && p[1] == '%') ? absent ? row->otherwise : attribute_text(row, object) : NULL;

		if (!value) {
			g_string_append_c(out, *p);
		} else if (*p == '%') {
			g_string_append(out, value);
		} else {
			say_append(out, "%L", value);
			p += 2;
		}
	}
}

void plain_clauses(GString *out, const char *before, const struct object *object)
{
	for (const struct attribute *row = object->kind->attributes; row->name; row++)
		if (row->clause && !attribute_is_absent(row, object)) {
			g_string_append(out, before);
			append_clause(out, row, object);
		}
}

void plain_altered_clauses(GString *out, const char *before, const struct change *change)
{
	for (const struct attribute *row = change->want->kind->attributes; row->name; row++)
		if (row->clause && change_differs(change, row)) {
			g_string_append(out, before);
			append_clause(out, row, change->want);
		}
}

void plain_say_clauses(struct say *s, bool all)
{
	const struct kind *kind = s->want->kind;

	for (const struct attribute *row = kind->attributes; row->name; row++) {
		g_autoptr(GString) clause = g_string_new(NULL);
		if (!row->clause || (all ? attribute_is_absent(row, s->want) : !change_differs(s->change, row)))
			continue;
		append_clause(clause, row, s->want);
		if (kind_is(kind, TRAIT_CONSTRAINT) || kind->sub_object)
			say(s, STAGE_MAKE, "ALTER TABLE %P ALTER %s %I %s", s->want, kind->sql, s->want->name, clause->str);
		else
			say(s, STAGE_MAKE, "ALTER %S %s", s->want, clause->str);
	}
}

bool plain_can_say(const struct attribute *row, const struct object *want)
{
	return row->clause && (row->unset || row->otherwise || !attribute_is_absent(row, want));
}

void plain_create(struct say *s)
{
	g_autoptr(GString) clauses = g_string_new(NULL);

	plain_clauses(clauses, "\n    ", s->want);
	say(s, STAGE_MAKE, "CREATE %s %O%s", s->want->kind->sql, s->want, clauses->str);
}

void plain_parameters(GString *out, const struct object *object)
{
	const char *separator = "\n    ";

	for (const struct attribute *row = object->kind->attributes; row->name; row++)
		if (row->clause && !attribute_is_absent(row, object)) {
			g_string_append(out, separator);
			append_clause(out, row, object);
			separator = ",\n    ";
		}
}

/* Says that an object of one name has another now. */
static void say_rename(struct say *s, const struct change *change, const char *from, const char *to)
{
	struct object have = *change->have, want = *change->want;
	struct say one = { s->changes, s->change, &have, &want, s->plan, NULL, s->common };
	const struct verbs *verbs = verbs_of(change->want->kind);

	have.name = from;
	want.name = to;
	if (verbs->rename)
		verbs->rename(&one);
	else
		say(s, STAGE_MAKE, "ALTER %s %O RENAME TO %I", have.kind->sql, &have, want.name);
}

void plain_rename(struct say *s)
{
	const struct change *change = s->change;

	if (!change->renamed)
		return;
	if (change->evicts)
		say_rename(s, change->evicts, change->evicts->have->name, change->evicts->meanwhile);
	say_rename(s, change, change->meanwhile ? change->meanwhile : change->have->name, change->want->name);
}

void plain_alter(struct say *s)
{
	g_autoptr(GString) clauses = g_string_new(NULL);

	plain_rename(s);
	plain_altered_clauses(clauses, "\n    ", s->change);
	if (clauses->len)
		say(s, STAGE_MAKE, "ALTER %s %O%s", s->want->kind->sql, s->want, clauses->str);
}

void plain_put_index_aside(struct say *s)
{
	if (snapshot_relation(s->changes->want, s->have->schema, s->have->name))
		say(s, STAGE_UNDO, "ALTER INDEX %I.%I RENAME TO %I", s->have->schema, s->have->name,
			aside_name(s->changes, s->have->schema, s->have->name));
}

/*
 * Renames the old object aside before its successor is made, and drops it at the end. plain_drop does this for changes that are
 * aside.
 */
static void drop_aside(struct say *s, const char *aside)
{
	say(s, STAGE_UNDO, "ALTER %s %O RENAME TO %I", s->have->kind->sql, s->have, aside);
	say(s, STAGE_LATE, "DROP %s %I.%I", s->have->kind->sql, s->have->schema, aside);
}

void plain_drop(struct say *s)
{
	if (s->change->undone_by)
		return;
	if (s->change->aside)
		drop_aside(s, aside_name(s->changes, s->have->schema, s->have->name));
	else
		say(s, STAGE_UNDO, "DROP %s %O", s->have->kind->sql, follow_dropped(s->changes, s->change));
}
