/* CREATE, ALTER, DROP DOMAIN and their check constraints. */
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/domain.h"
#include "diff/ddl/column_risk.h"
#include "diff/ddl/convert.h"
#include "diff/ddl/expression.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/type.h"
#include "diff/ddl/verbs.h"
#include "diff/order.h"
#include "diff/say.h"
#include "diff/widen.h"

#define DOMAIN(object) ((const struct domain *)(object))
#define CHECK(object) ((const struct domain_check *)(object))

/*
 * Whether the values of the domain that are there would have to be checked: it gets NOT NULL, a check, or a check that is valid
 * now.
 */
static bool checks_values(const struct changes *changes, const struct change *change)
{
	struct parts checks = object_parts(change->want, &domain_check_kind);

	if (DOMAIN(change->want)->not_null && !DOMAIN(change->have)->not_null)
		return true;
	for (size_t i = 0; i < checks.count; i++) {
		const struct change *check = changes_of_want(changes, checks.items[i]);
		bool valid = !CHECK(check->want)->not_valid;
		if (valid && (change_makes(check) || CHECK(check->have)->not_valid))
			return true;
	}
	return false;
}

/* CREATE DOMAIN knows no NOT VALID. */
static bool check_made_with_parent(const struct changes *changes, const struct change *change)
{
	(void)changes;
	return change->want && change_makes(change->parent) && !CHECK(change->want)->not_valid;
}

static void append_check(GString *out, const struct object *object)
{
	say_append(out, "CONSTRAINT %I CHECK ", object->name);
	expression_append_parenthesised(out, CHECK(object)->expression);
}

/* NOT NULL of a domain is a constraint with a name since 17. */
static bool named(const struct changes *changes)
{
	return changes->target == 0 || changes->target >= PG(17);
}

static char *not_null_name_of(const struct object *object)
{
	const char *name = DOMAIN(object)->not_null_constraint.name;

	return name ? g_strdup(name) : not_null_default_name(object->name, NULL);
}

static void say_not_null_comment(struct say *s, const char *have, const char *want)
{
	g_autofree char *name = not_null_name_of(s->want);

	if (have != want && want)
		say(s, STAGE_MAKE, "COMMENT ON CONSTRAINT %I ON DOMAIN %O IS %L", name, s->want, want);
	else if (have != want)
		say(s, STAGE_MAKE, "COMMENT ON CONSTRAINT %I ON DOMAIN %O IS NULL", name, s->want);
}

/*
 * The default that CREATE DOMAIN takes over from the type of the domain; NULL: none. firm: set to whether the type has it already
 * when the domain is created.
 */
static char *default_of_type(const struct say *s, bool *firm)
{
	const char *type = DOMAIN(s->want)->type;
	const GArray *needs = g_str_has_suffix(type, "[]") ? NULL : depend_needs(s->changes->needs_want, s->want);

	for (guint i = 0; needs && i < needs->len; i++) {
		const struct object *object = snapshot_all(s->changes->want).items[g_array_index(needs, unsigned, i)];
		const struct attribute *row = kind_attribute(object->kind, "default");
		if (!row || !kind_is(object->kind, TRAIT_TYPE) || !convert_is_of(s->changes->want, type, object))
			continue;
		const char *text = attribute_text(row, object);
		bool domain = object->kind == s->want->kind;
		*firm = !domain || changes_of_want(s->changes, object)->fate != FATE_ALTER;
		if (domain || !text)
			return g_strdup(text);
		GString *expression = g_string_new(NULL);
		say_append(expression, "%L::%O", text, object);
		return g_string_free(expression, false);
	}
	return NULL;
}

static void append_default(GString *clauses, const struct say *s)
{
	bool firm = true;
	const char *expression = DOMAIN(s->want)->default_;
	g_autofree char *otherwise = default_of_type(s, &firm);

	if (g_strcmp0(expression, otherwise) != 0 || !firm)
		say_append(clauses, "\n    DEFAULT %s", expression ? expression : "NULL");
}

static void create(struct say *s)
{
	const struct domain *domain = DOMAIN(s->want);
	struct parts checks = object_parts(s->want, &domain_check_kind);
	g_autoptr(GString) clauses = g_string_new(NULL);

	if (domain->collation)
		say_append(clauses, "\n    COLLATE %s", domain->collation);
	append_default(clauses, s);
	if (domain->not_null && named(s->changes) && (domain->not_null_constraint.name || s->change->aside)) {
		g_autofree char *name = not_null_name_of(s->want); /* which the domain that is put aside has still */
		say_append(clauses, "\n    CONSTRAINT %I NOT NULL", name);
	} else if (domain->not_null) {
		g_string_append(clauses, "\n    NOT NULL");
	}
	for (size_t i = 0; i < checks.count; i++)
		if (check_made_with_parent(s->changes, changes_of_want(s->changes, checks.items[i]))) {
			g_string_append(clauses, "\n    ");
			append_check(clauses, checks.items[i]);
		}
	say(s, STAGE_MAKE, "CREATE DOMAIN %O AS %s%s", s->want, domain->type, clauses->str);
	if (domain->not_null && named(s->changes))
		say_not_null_comment(s, NULL, domain->not_null_constraint.comment);
}

static void alter_not_null(struct say *s)
{
	const struct domain *have = DOMAIN(s->have), *want = DOMAIN(s->want);
	g_autofree char *old = not_null_name_of(s->have), *new = not_null_name_of(s->want);

	if (want->not_null && !have->not_null)
		risk_domain(s);
	if (want->not_null && !have->not_null && named(s->changes) && want->not_null_constraint.name)
		say(s, STAGE_MAKE, "ALTER DOMAIN %O ADD CONSTRAINT %I NOT NULL", s->want, new);
	else if (have->not_null != want->not_null)
		say(s, STAGE_MAKE, "ALTER DOMAIN %O %s NOT NULL", s->want, want->not_null ? "SET" : "DROP");
	else if (want->not_null && s->changes->target >= PG(17) && strcmp(old, new) != 0)
		say(s, STAGE_MAKE, "ALTER DOMAIN %O RENAME CONSTRAINT %I TO %I", s->want, old, new);
	if (want->not_null && named(s->changes))
		say_not_null_comment(
			s, have->not_null ? have->not_null_constraint.comment : NULL, want->not_null_constraint.comment);
}

static void alter(struct say *s)
{
	const struct domain *have = DOMAIN(s->have), *want = DOMAIN(s->want);

	plain_rename(s);
	if (have->default_ && s->change->forced_default)
		say(s, STAGE_UNDO, "ALTER DOMAIN %O DROP DEFAULT", s->have);
	if ((have->default_ != want->default_ || s->change->forced_default) && want->default_)
		say(s, STAGE_MAKE, "ALTER DOMAIN %O SET DEFAULT %s", s->want, want->default_);
	else if (have->default_ != want->default_ && !s->change->forced_default)
		say(s, STAGE_MAKE, "ALTER DOMAIN %O DROP DEFAULT", s->want);
	alter_not_null(s);
}

/* One that goes aside lets go of routines that go before it. */
static void drop(struct say *s)
{
	if (s->change->aside && DOMAIN(s->have)->default_ && changes_needs_undone_code(s->changes, s->have))
		say(s, STAGE_UNDO, "ALTER DOMAIN %O DROP DEFAULT", s->have);
	plain_drop(s);
}

/* The default lets go of code. */
static enum reaction on_dependency(struct widening *widening, struct change *change, struct change *cause)
{
	if (!change_is_code(change_object(cause)->kind))
		return reaction_plain(widening, change, cause);
	change->forced_default = true;
	return REACTION_LOOSEN;
}

/* A domain that is used inside other values is recreated with its new constraints. */
static void widen_first(struct widening *widening, struct change *change)
{
	if (change->have && change->want && !change_undoes(change) && checks_values(widening->changes, change) &&
		type_is_nested(widening->changes, change->have))
		widening_recreate(widening, change);
}

const struct verbs domain_verbs = { .on_dependency = on_dependency,
	.loosens = change_is_called,
	.widen_first = widen_first,
	.kind = &domain_kind,
	.create = create,
	.alter = alter,
	.drop = drop };

/* One that values may break comes when they have been carried over. */
static void create_check(struct say *s)
{
	bool not_valid = CHECK(s->want)->not_valid;
	g_autoptr(GString) check = g_string_new(NULL);

	if (check_made_with_parent(s->changes, s->change))
		return;
	append_check(check, s->want);
	say_on_rows(s, not_valid && s->change->parent->aside ? STAGE_LATE : STAGE_MAKE, "ALTER DOMAIN %P ADD %s%s", s->want,
		check->str, not_valid ? " NOT VALID" : "");
	risk_domain_check(s);
}

static void say_check_rename(struct say *s)
{
	say(s, STAGE_MAKE, "ALTER DOMAIN %P RENAME CONSTRAINT %I TO %I", s->want, s->have->name, s->want->name);
}

static void alter_check(struct say *s)
{
	plain_rename(s);
	if (CHECK(s->have)->not_valid && !CHECK(s->want)->not_valid) {
		say_on_rows(s, STAGE_MAKE, "ALTER DOMAIN %P VALIDATE CONSTRAINT %I", s->want, s->want->name);
		risk_domain_check(s);
	}
}

static void drop_check(struct say *s)
{
	if (!s->change->undone_by && (!change_undoes(s->change->parent) || changes_needs_undone_code(s->changes, s->have)))
		say(s, STAGE_UNDO, "ALTER DOMAIN %P DROP CONSTRAINT %I", s->have, s->have->name);
}

static const char *kept_by_check(const struct object *object)
{
	(void)object;
	return "existing rows are not checked again";
}

/* Values are checked when they have been carried over. */
static void add_check_edges(struct changes *changes, struct change *check)
{
	(void)changes;
	if (check->fate != FATE_SAME && check->parent && check->parent->aside)
		batch_before(batch_find(check->parent, STAGE_LATE), batch_find(check, STAGE_LATE));
}

/* One that is made again has values checked, as a new one has. */
static void widen_users_of_check(struct widening *widening, struct change *check)
{
	widen_first(widening, check->parent);
}

const struct verbs domain_check_verbs = {
	.add_edges = add_check_edges,
	.on_dependency = reaction_recreate,
	.widen_users = widen_users_of_check,
	.kept_results = kept_by_check,
	.rename = say_check_rename,
	.kind = &domain_check_kind,
	.create = create_check,
	.alter = alter_check,
	.drop = drop_check,
	.made_with_parent = check_made_with_parent,
};
