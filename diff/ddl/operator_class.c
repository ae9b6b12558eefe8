/*
 * CREATE, ALTER, DROP OPERATOR CLASS, which is made again for whatever its rows and members say, and OPERATOR FAMILY with its loose
 * members.
 */
#include "catalog/kinds/operator.h"

#include <string.h>

#include "catalog/kinds.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/verbs.h"
#include "diff/say.h"
#include "diff/widen.h"

#define CLASS(object) ((const struct operator_class *)(object))
#define MEMBER(object) ((const struct operator_member *)(object))

/*
 * 1 (integer, integer) f(integer,integer), of a member called "1" or "1 (integer, integer)". An operator's types follow from the
 * operator.
 */
static void append_member(GString *sql, const struct object *member)
{
	const struct object *parent = member->parent;
	bool function = strcmp(member->kind->sql, "FUNCTION") == 0;
	size_t digits = strcspn(member->name, " ");

	say_append(sql, "%s ", member->kind->sql);
	g_string_append_len(sql, member->name, (gssize)digits);
	if (function && member->name[digits])
		g_string_append(sql, member->name + digits);
	else if (function && parent->kind == &operator_class_kind)
		say_append(sql, " (%s, %s)", CLASS(parent)->type, CLASS(parent)->type);
	say_append(sql, " %s", MEMBER(member)->text);
}

static void call(GString *out, const struct object *object)
{
	say_append(out, "%I.%I USING %I", object->schema, object->name, object->signature);
}

static void append_members(GString *sql, const struct object *class, const struct kind *kind)
{
	struct parts members = object_parts(class, kind);

	for (size_t i = 0; i < members.count; i++) {
		g_string_append(sql, sql->len ? ",\n    " : "\n    ");
		append_member(sql, members.items[i]);
	}
}

/* The class has the same family, which may be written as none on the side where it has the class's name. */
static bool keeps_family(const struct changes *changes, const struct change *change)
{
	const struct object *have = operator_class_family(changes->have, change->have),
			    *want = operator_class_family(changes->want, change->want);

	return have && want ? changes_of_have(changes, have) == changes_of_want(changes, want)
			    : !change_differs_in(change, "family");
}

static void judge_class(const struct changes *changes, struct change *change)
{
	if (!keeps_family(changes, change))
		change->fate = FATE_REMAKE;
}

/* The family always, or PostgreSQL would make one; a class without any member has its type as what is stored. */
static void create_class(struct say *s)
{
	const struct operator_class *class = CLASS(s->want);
	g_autoptr(GString) family = g_string_new(NULL);
	g_autoptr(GString) members = g_string_new(NULL);

	if (class->family)
		g_string_append(family, class->family->text);
	else
		say_append(family, "%I.%I", s->want->schema, s->want->name);
	append_members(members, s->want, &class_operator_kind);
	append_members(members, s->want, &class_function_kind);
	if (class->storage || !members->len)
		say_append(members, "%sSTORAGE %s", members->len ? ",\n    " : "\n    ",
			class->storage ? class->storage : class->type);
	say(s, STAGE_MAKE, "CREATE OPERATOR CLASS %I.%I\n    %sFOR TYPE %s USING %I FAMILY %s AS%s", s->want->schema, s->want->name,
		class->default_ ? "DEFAULT " : "", class->type, s->want->signature, family->str, members->str);
}

/* As a whole with the class. */
static bool made_with_class(const struct changes *changes, const struct change *change)
{
	(void)changes, (void)change;
	return true;
}

static void say_nothing(struct say *s)
{
	(void)s;
}

static void create_member(struct say *s)
{
	g_autoptr(GString) sql = g_string_new(NULL);

	append_member(sql, s->want);
	say(s, STAGE_MAKE, "ALTER OPERATOR FAMILY %P ADD\n    %s", s->want, sql->str);
}

static void drop_member(struct say *s)
{
	if (!s->change->undone_by)
		say(s, STAGE_UNDO, "ALTER OPERATOR FAMILY %P DROP\n    %s %s", s->have, s->have->kind->sql, s->have->name);
}

const struct verbs operator_class_verbs = {
	.kind = &operator_class_kind,
	.judge = judge_class,
	.call = call,
	.create = create_class,
};
const struct verbs operator_family_verbs = { .kind = &operator_family_kind, .call = call };

#define CLASS_MEMBER \
	.create = say_nothing, .drop = say_nothing, .alter = say_nothing, .made_with_parent = made_with_class, \
	.computes_of_whole = true, .on_dependency = reaction_recreate_whole
const struct verbs class_operator_verbs = { .kind = &class_operator_kind, CLASS_MEMBER };
const struct verbs class_function_verbs = { .kind = &class_function_kind, CLASS_MEMBER };

#define FAMILY_MEMBER .create = create_member, .drop = drop_member, .alter = say_nothing
const struct verbs family_operator_verbs = { .kind = &family_operator_kind, FAMILY_MEMBER };
const struct verbs family_function_verbs = { .kind = &family_function_kind, FAMILY_MEMBER };
