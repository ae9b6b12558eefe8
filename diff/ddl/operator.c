/* CREATE, ALTER, DROP OPERATOR. */
#include "catalog/kinds/operator.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/extension.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/verbs.h"
#include "diff/say.h"
#include "sql/name.h"

#define OPERATOR(object) ((const struct operator*)(object))

/* The operator that a commutator or negator names; NULL where it is none of the snapshot's. */
static const struct object *partner_of(
	const struct snapshot *snapshot, const struct object *object, const char *text, bool commutator)
{
	g_autofree char *schema = NULL, *symbol = NULL, *left = NULL, *right = NULL;

	if (!text || !name_split_operator(text, &schema, &symbol) || !schema)
		return NULL;
	operator_types(object, &left, &right);
	const char *identity =
		pool_printf(snapshot_pool(snapshot), "%s(%s,%s)", symbol, commutator ? right : left, commutator ? left : right);
	return snapshot_find(snapshot, &operator_kind, schema, identity);
}

/* Whether the partner is in a schema of the snapshot, but not of it. */
static bool is_shell(const struct snapshot *snapshot, const struct object *object, const char *text, bool commutator)
{
	g_autofree char *schema = NULL, *symbol = NULL;

	if (!name_split_operator(text, &schema, &symbol) || !schema || partner_of(snapshot, object, text, commutator))
		return false;
	struct objects extensions = snapshot_objects(snapshot, &extension_kind);
	for (size_t i = 0; i < extensions.count; i++)
		if (g_strcmp0(((const struct extension *)extensions.items[i])->schema, schema) == 0)
			return false; /* it may be a member of that */
	return snapshot_find(snapshot, &schema_kind, NULL, schema);
}

static const char *link_of(const struct object *object, bool commutator)
{
	return commutator ? OPERATOR(object)->commutator : OPERATOR(object)->negator;
}

/*
 * PostgreSQL keeps such links on both sides: dropping an operator takes it from its partner, making one that names a partner gives
 * it to that.
 */
static bool follows(const struct changes *changes, const struct change *change, bool commutator)
{
	const char *have = link_of(change->have, commutator), *want = link_of(change->want, commutator);
	const struct object *old = partner_of(changes->have, change->have, have, commutator);
	const struct object *new = partner_of(changes->want, change->want, want, commutator);

	if (have == want)
		return true;
	if (have && (!old || changes_of_have(changes, old)->fate != FATE_DROP))
		return false;
	return !want || (new &&changes_of_want(changes, new)->fate ==
				FATE_CREATE &&partner_of(changes->want, new, link_of(new, commutator), commutator) == change->want);
}

/* What 17 can add to an operator, though it can take none of it away. */
static bool can_add(const struct changes *changes, const struct operator* have, const struct operator* want)
{
	return changes->target >= PG(17) && (want->hashes || !have->hashes) && (want->merges || !have->merges) &&
	       (!have->commutator || have->commutator == want->commutator) && (!have->negator || have->negator == want->negator);
}

static void judge(const struct changes *changes, struct change *change)
{
	const struct operator* have = OPERATOR(change->have), *want = OPERATOR(change->want);
	bool linked = follows(changes, change, true) && follows(changes, change, false);
	bool same = linked && have->hashes == want->hashes && have->merges == want->merges;

	if (!same)
		change->fate = MAX(change->fate, can_add(changes, have, want) ? FATE_ALTER : FATE_REMAKE);
}

/*
 * A partner that was named and never defined is there as a shell, which no snapshot has. It holds on to its types, so it goes with
 * the operator that names it.
 */
static void drop_shell(struct say *s, bool commutator)
{
	const char *text = link_of(s->have, commutator);
	g_autofree char *left = NULL, *right = NULL;

	if (!text || s->change->fate != FATE_DROP || !is_shell(s->changes->have, s->have, text, commutator))
		return;
	operator_types(s->have, &left, &right);
	say(s, STAGE_UNDO, "DROP OPERATOR %s (%s, %s)", text, commutator ? right : left, commutator ? left : right);
}

static void drop(struct say *s)
{
	plain_drop(s);
	drop_shell(s, true);
	drop_shell(s, false);
}

static void call(GString *out, const struct object *object)
{
	say_append(out, "%I.%s (%s)", object->schema, object->name, object->signature);
}

static void create(struct say *s)
{
	const struct operator* operator= OPERATOR(s->want);
	g_autofree char *left = NULL, *right = NULL;
	g_autoptr(GString) sql = g_string_new(NULL);

	operator_types(s->want, &left, &right);
	say_append(sql, "CREATE OPERATOR %I.%s (\n    FUNCTION = %s", s->want->schema, s->want->name, operator->procedure);
	if (strcmp(left, "NONE") != 0)
		say_append(sql, ",\n    LEFTARG = %s", left);
	if (strcmp(right, "NONE") != 0)
		say_append(sql, ",\n    RIGHTARG = %s", right);
	if (operator->commutator)
		say_append(sql, ",\n    COMMUTATOR = OPERATOR(%s)", operator->commutator);
	if (operator->negator)
		say_append(sql, ",\n    NEGATOR = OPERATOR(%s)", operator->negator);
	if (operator->restrict_)
		say_append(sql, ",\n    RESTRICT = %s", operator->restrict_);
	if (operator->join)
		say_append(sql, ",\n    JOIN = %s", operator->join);
	if (operator->hashes)
		g_string_append(sql, ",\n    HASHES");
	if (operator->merges)
		g_string_append(sql, ",\n    MERGES");
	say(s, STAGE_MAKE, "%s\n)", sql->str);
}

static void alter(struct say *s)
{
	const struct operator* have = OPERATOR(s->have), *want = OPERATOR(s->want);
	g_autoptr(GString) list = g_string_new(NULL);

	if (have->restrict_ != want->restrict_)
		say_append(list, ", RESTRICT = %s", want->restrict_ ? want->restrict_ : "NONE");
	if (have->join != want->join)
		say_append(list, ", JOIN = %s", want->join ? want->join : "NONE");
	if (have->commutator != want->commutator && !follows(s->changes, s->change, true))
		say_append(list, ", COMMUTATOR = OPERATOR(%s)", want->commutator);
	if (have->negator != want->negator && !follows(s->changes, s->change, false))
		say_append(list, ", NEGATOR = OPERATOR(%s)", want->negator);
	if (have->hashes != want->hashes)
		g_string_append(list, ", HASHES");
	if (have->merges != want->merges)
		g_string_append(list, ", MERGES");
	if (list->len)
		say(s, STAGE_MAKE, "ALTER OPERATOR %O SET (%s)", s->want, list->str + strlen(", "));
}

const struct verbs operator_verbs = {
	.kind = &operator_kind, .call = call, .judge = judge, .create = create, .alter = alter, .drop = drop
};
