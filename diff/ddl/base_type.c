/* CREATE, ALTER, DROP TYPE of base types and shells. */
#include "diff/ddl/base_type.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/base_type.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/domain.h"
#include "diff/ddl/convert.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/verbs.h"
#include "diff/say.h"

/* Whether values are toasted or not cannot be changed. */
static void judge_base(const struct changes *changes, struct change *change)
{
	const struct base_type *have = (const struct base_type *)change->have, *want = (const struct base_type *)change->want;

	(void)changes;
	if (!have->storage != !want->storage)
		change->fate = FATE_REMAKE;
}

static void create_base(struct say *s)
{
	g_autoptr(GString) list = g_string_new(NULL);

	plain_parameters(list, s->want);
	say(s, STAGE_MAKE, "CREATE TYPE %O (%s\n)", s->want, list->str);
}

/* A new storage is for domains, and for new columns; those that have it from their type, or a domain over it, follow. */
static void say_storage(struct say *s, const struct object *type, const char *storage)
{
	const GArray *users = depend_needed_by(s->changes->needs_want, type);

	for (guint i = 0; i < users->len; i++) {
		const struct object *object = snapshot_all(s->changes->want).items[g_array_index(users, unsigned, i)];
		const struct column *column = (const struct column *)object;
		if (object->kind == &domain_kind && convert_is_of(s->changes->want, ((const struct domain *)object)->type, type) &&
			!strchr(((const struct domain *)object)->type, '[') && !change_makes(changes_of_want(s->changes, object)))
			say_storage(s, object, storage);
		if (object->kind == &column_kind && object->parent->kind == &table_kind && !column->storage &&
			!strchr(column->type, '[') && !change_makes(changes_of_want(s->changes, object)))
			say(s, STAGE_LATE, "ALTER TABLE ONLY %P ALTER COLUMN %I SET STORAGE %s", object, object->name, storage);
	}
}

static void alter_base(struct say *s)
{
	g_autoptr(GString) list = g_string_new(NULL);

	plain_rename(s);
	plain_altered_clauses(list, ", ", s->change);
	if (list->len)
		say(s, STAGE_MAKE, "ALTER TYPE %O SET (%s)", s->want, list->str + strlen(", "));
	if (change_differs_in(s->change, "storage"))
		say_storage(s, s->want, ((const struct base_type *)s->want)->storage);
}

/* Fails when an object depends on the type other than its functions and objects that the server created with it. */
static const char guard[] =
	"\nDECLARE\n"
	"    other text;\n"
	"BEGIN\n"
	"    WITH RECURSIVE own(class, id) AS (\n"
	"        SELECT 'pg_catalog.pg_type'::regclass::oid, %L::regtype::oid\n"
	"        UNION\n"
	"        SELECT d.classid, d.objid\n"
	"        FROM own JOIN pg_catalog.pg_depend d ON d.refclassid = own.class AND d.refobjid = own.id\n"
	"            LEFT JOIN pg_catalog.pg_type t ON d.classid = 'pg_catalog.pg_proc'::regclass AND t.oid = own.id\n"
	"            LEFT JOIN pg_catalog.pg_range r ON r.rngtypid = t.oid\n"
	"        WHERE d.deptype = 'i' OR d.objid IN (t.typinput, t.typoutput, t.typreceive, t.typsend, r.rngcanonical))\n"
	"    SELECT pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid) INTO other\n"
	"    FROM own JOIN pg_catalog.pg_depend d ON d.refclassid = own.class AND d.refobjid = own.id\n"
	"    WHERE (d.classid, d.objid) NOT IN (SELECT class, id FROM own);\n"
	"    IF FOUND THEN\n"
	"        RAISE EXCEPTION 'cannot drop type %%: %% depends on it', %L, other;\n"
	"    END IF;\n"
	"END\n";

/*
 * The only CASCADE of all statements: the type and its functions depend on each other, so PostgreSQL drops neither alone. It must
 * drop only the functions that the plan drops; since the plan may not know all dependents of the type, the guard checks that first.
 */
void base_type_drop(struct say *s)
{
	g_autoptr(GString) name = g_string_new(NULL), check = g_string_new(NULL);

	say_append(name, "%O", s->have);
	say_append(check, guard, name->str, name->str);
	say(s, STAGE_UNDO, "DO %D", check->str);
	say(s, STAGE_UNDO, "DROP TYPE %O CASCADE", s->have);
}

struct change *base_type_goes_first_with(const struct changes *changes, const struct change *change)
{
	const struct object *shell = base_type_shell(changes->have, change->have);

	return shell ? changes_of_have(changes, shell) : NULL;
}

/* Whose statement drops the shells, and the functions that have the type in their arguments or results. */
static void place_all(struct changes *changes)
{
	struct objects shells = snapshot_objects(changes->have, &shell_type_kind), all = snapshot_all(changes->have);

	for (size_t i = 0; i < shells.count; i++) {
		const struct object *type = base_type_of_shell(changes->have, shells.items[i]);
		struct change *shell = changes_of_have(changes, shells.items[i]),
			      *owner = type ? changes_of_have(changes, type) : NULL;

		if (!owner || !change_undoes(owner) || !change_undoes(shell))
			continue;
		shell->undone_by = owner;
		const GArray *users = depend_needed_by(changes->needs_have, shells.items[i]);
		for (guint u = 0; u < users->len; u++) {
			struct change *user = changes_of_have(changes, all.items[g_array_index(users, unsigned, u)]);
			if (change_undoes(user) && depend_has(changes->needs_have, type, user->have))
				user->undone_by = owner;
		}
	}
}

/* A shell becomes a type and nothing else happens to it; a type that goes takes its shell along. */
static void judge_shell(const struct changes *changes, struct change *change)
{
	(void)changes;
	if (((const struct shell_type *)change->have)->defined)
		change->fate = FATE_REMAKE;
}

static void create_shell(struct say *s)
{
	say(s, STAGE_MAKE, "CREATE TYPE %O", s->want);
}

static void drop_shell(struct say *s)
{
	if (!s->change->undone_by)
		say(s, STAGE_UNDO, "DROP TYPE %O", s->have);
}

const struct verbs base_type_verbs = {
	.says_clauses = true,
	.goes_first_with = base_type_goes_first_with,
	.kind = &base_type_kind,
	.judge = judge_base,
	.create = create_base,
	.alter = alter_base,
	.drop = base_type_drop,
};
const struct verbs shell_type_verbs = {
	.kind = &shell_type_kind, .place_all = place_all, .judge = judge_shell, .create = create_shell, .drop = drop_shell
};
