/* CREATE, ALTER, DROP DOMAIN and their check constraints, from pg_type and pg_constraint. */
#include "catalog/kinds/domain.h"

#include <glib.h>

#include "catalog/kinds.h"
#include "catalog/kinds/clause.h"
#include "catalog/snapshot.h"

/* The default that a domain took over from a base type is a text: it is printed as the expression would be. INNERMOST: the base type. */
#define INNERMOST \
	"(WITH RECURSIVE of(type, inner_type) AS (SELECT t.oid, t.typbasetype UNION ALL SELECT b.oid, b.typbasetype FROM of" \
	" JOIN pg_type b ON b.oid = of.inner_type) SELECT type FROM of WHERE inner_type = 0)"

#define AT(field) ATTRIBUTE_AT(struct domain, field)
static const struct attribute attributes[] = {
	{ "type", AT(type), "format_type(t.typbasetype, t.typtypmod)", .refers = REFERS_TYPE, .required = true },
	{ "collation", AT(collation), "CASE WHEN t.typcollation <> b.typcollation THEN t.typcollation::regcollation::text END",
		.refers = REFERS_TEXT, .only = &collation_kind, .fragment = FRAGMENT_NAME },
	{ "default", AT(default_),
		"coalesce(pg_get_expr(t.typdefaultbin, 'pg_type'::regclass), CASE WHEN t.typdefault IS NOT NULL THEN "
		"quote_literal(t.typdefault) || '::' || format_type(" INNERMOST ", NULL) END)",
		.refers = REFERS_TEXT, .change = CHANGE_IN_PLACE },
	{ "not_null", AT(not_null), "t.typnotnull", .required_with = "not_null_constraint", .change = CHANGE_IN_PLACE },
	{ "not_null_constraint.name", AT(not_null_constraint.name), "l.conname", .since = PG(17), .passing = true,
		.change = CHANGE_IN_PLACE },
	{ "not_null_constraint.description", AT(not_null_constraint.comment), "l.description", .since = PG(17), .passing = true,
		.change = CHANGE_IN_PLACE },
	{ 0 },
};
#undef AT
static const struct kind *const parts[] = { &domain_check_kind, NULL };

static void settle(struct snapshot *snapshot, struct object *object)
{
	struct domain *domain = (struct domain *)object;
	g_autofree char *otherwise = not_null_default_name(object->name, NULL);

	(void)snapshot;
	if (g_strcmp0(domain->not_null_constraint.name, otherwise) == 0)
		domain->not_null_constraint.name = NULL;
}

const struct kind domain_kind = {
	.name = "domain",
	.found_by = "regtype",
	.default_acl = "T",
	.target = "TYPE %O",
	.traits = TRAIT_TYPE | TRAIT_HOLDS_VALUES | TRAIT_TYPED | TRAIT_RUN | TRAIT_ASIDE,
	.spaces = SPACE_TYPE,
	.sql = "DOMAIN",
	.size = sizeof(struct domain),
	.attributes = attributes,
	.parts = parts,
	.settle = settle,
	.schema_key = true,
	.catalog = "pg_type",
	.from = "pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_type b ON b.oid = t.typbasetype"
		/* 17 takes a second one, which unsupported.c names */
		" LEFT JOIN (SELECT DISTINCT ON (k.contypid) k.contypid, k.conname, e.description FROM pg_constraint k"
		" LEFT JOIN pg_description e ON e.objoid = k.oid AND e.classoid = 'pg_constraint'::regclass"
		" WHERE k.contype = 'n' AND k.contypid >= 16384 ORDER BY k.contypid, k.oid) l ON l.contypid = t.oid",
	.where = "t.typtype = 'd' AND t.oid >= 16384 AND n.nspname !~ '^pg_'",
	.oid = "t.oid",
	.schema = "n.nspname",
	.title = "t.typname",
	.owner = "t.typowner",
	.privileges = "t.typacl",
	.rights = "U",
	.public_rights = "U",
};

#define AT(field) ATTRIBUTE_AT(struct domain_check, field)
static const struct attribute check_attributes[] = {
	{ "expression", AT(expression), "pg_get_expr(k.conbin, 0)", .refers = REFERS_TEXT, .required = true },
	{ "not_valid", AT(not_valid), "NOT k.convalidated", .change = CHANGE_TO_ABSENT },
	{ 0 },
};

static void settle_check(struct snapshot *snapshot, struct object *object)
{
	struct domain_check *check = (struct domain_check *)object;

	if (check->expression)
		check->expression = clause_trimmed(snapshot_pool(snapshot), check->expression, NULL);
}

const struct kind domain_check_kind = {
	.name = "domain constraint",
	.subject = "CONSTRAINT %I ON DOMAIN %P",
	.spaces = SPACE_CONSTRAINT,
	.key = "check_constraints",
	.sql = "CONSTRAINT",
	.size = sizeof(struct domain_check),
	.part = true,
	.shape = PART_MAP,
	.settle = settle_check,
	.attributes = check_attributes,
	.catalog = "pg_constraint",
	.parent_catalog = "pg_type",
	.from = "pg_constraint k",
	.where = "k.contypid >= 16384 AND k.contype = 'c'",
	.oid = "k.oid",
	.title = "k.conname",
	.parent = "k.contypid",
};
