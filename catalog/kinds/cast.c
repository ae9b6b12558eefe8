/* CREATE, DROP CAST and TRANSFORM, from pg_cast and pg_transform. */
#include "catalog/kinds/cast.h"

#include <glib.h>
#include <string.h>

#include "catalog/depend_scan.h"
#include "catalog/kinds.h"
#include "catalog/snapshot.h"
#include "sql/lexer.h"

#define AT(field) ATTRIBUTE_AT(struct cast, field)
static const struct attribute cast_attributes[] = {
	{ "method", AT(method), "CASE c.castmethod WHEN 'i' THEN 'inout' WHEN 'b' THEN 'binary coercible' ELSE 'function' END",
		.otherwise = "function", .words = "inout|binary coercible" },
	{ "context", AT(context), "CASE c.castcontext WHEN 'a' THEN 'assignment' WHEN 'i' THEN 'implicit' ELSE 'explicit' END",
		.otherwise = "explicit", .words = "assignment|implicit" },
	{ "function", AT(function), "CASE c.castmethod WHEN 'f' THEN c.castfunc::regprocedure::text END", .refers = REFERS_TEXT,
		.required = true, .unless = "method" },
	{ 0 },
};
#undef AT

/* "( integer AS text )" is "(integer as text)". */
static void settle_cast(struct snapshot *snapshot, struct object *object)
{
	g_autoptr(GString) name = g_string_new(NULL);
	struct lexer lexer;
	bool space = false;

	lexer_init(&lexer, object->name, strlen(object->name));
	for (struct token token = lexer_next(&lexer); token.type != TOKEN_END; token = lexer_next(&lexer)) {
		if (token.type == TOKEN_SPACE) {
			space = name->len && name->str[name->len - 1] != '(';
			continue;
		}
		if (space && !token_is(&token, ")"))
			g_string_append_c(name, ' ');
		space = false;
		if (token_is(&token, "AS"))
			g_string_append(name, "as");
		else
			g_string_append_len(name, token.start, (gssize)token.length);
	}
	object->name = pool_text_n(snapshot_pool(snapshot), name->str, name->len);
}

/* The casts between a range and its multirange are internal. */
/* A cast's function may take or return a binary-coercible type, which depends on another cast. */
static void need_coercions(struct scan *scan)
{
	struct depend *depend = scan->depend;
	const struct object *object = scan->object;

	depend_scan_text(scan, object->name, false);
	struct objects casts = snapshot_objects(depend->snapshot, &cast_kind);
	const char *target = strstr(object->name, " as ");

	for (size_t i = 0; i < casts.count && target && ((const struct cast *)object)->function; i++) {
		const char *other = strstr(casts.items[i]->name, " as ");
		bool binary = g_strcmp0(((const struct cast *)casts.items[i])->method, "binary coercible") == 0;
		size_t source = (size_t)(target - object->name);

		if (binary && other &&
			(strcmp(other, target) == 0 || strncmp(casts.items[i]->name, object->name, source + strlen(" as ")) == 0))
			depend_add(depend, object, casts.items[i]);
	}
}

static void need_language(struct scan *scan)
{
	depend_scan_text(scan, scan->object->name, false);
	depend_add(
		scan->depend, scan->object, snapshot_find(scan->depend->snapshot, &language_kind, NULL, scan->object->signature));
}

const struct kind cast_kind = {
	.name = "cast",
	.traits = TRAIT_RUN,
	.sql = "CAST",
	.name_is = FRAGMENT_CLAUSE,
	.size = sizeof(struct cast),
	.attributes = cast_attributes,
	.fixed_name = true,
	.settle = settle_cast,
	.catalog = "pg_cast",
	.from = "pg_cast c",
	.where = "c.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid "
		 "AND d.deptype = 'i')",
	.oid = "c.oid",
	.title = "'(' || format_type(c.castsource, NULL) || ' as ' || format_type(c.casttarget, NULL) || ')'",
	.needs = need_coercions,
};

#define ROUTINE(column) "CASE WHEN t." column " <> 0 THEN t." column "::regprocedure::text END"

#define AT(field) ATTRIBUTE_AT(struct transform, field)
static const struct attribute transform_attributes[] = {
	{ "from_sql", AT(from_sql), ROUTINE("trffromsql"), .refers = REFERS_TEXT, .required = true, .unless = "to_sql" },
	{ "to_sql", AT(to_sql), ROUTINE("trftosql"), .refers = REFERS_TEXT },
	{ 0 },
};

const struct kind transform_kind = {
	.name = "transform",
	.key = "transform for",
	.name_is = FRAGMENT_NAME,
	.between = " language ",
	.sql = "TRANSFORM",
	.size = sizeof(struct transform),
	.attributes = transform_attributes,
	.change = CHANGE_IN_PLACE,
	.fixed_name = true,
	.signed_name = true,
	.catalog = "pg_transform",
	.from = "pg_transform t JOIN pg_language l ON l.oid = t.trflang",
	.where = "t.oid >= 16384",
	.oid = "t.oid",
	.title = "format_type(t.trftype, NULL)",
	.signature = "l.lanname",
	.needs = need_language,
};
