/* Plans for the current schema. */
#include "cmd/unqualified.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/schema_names.h"
#include "sql/lexer.h"
#include "sql/quote.h"
#include "sql/rename_schema.h"

#define UNQUALIFIED_ERROR (g_quark_from_static_string("unqualified"))

/* A placeholder for the schema's name, which no object has, so that only this schema's name is removed. */
#define STAND_IN "pgcanon current schema"

static bool has_schema(const struct snapshot *snapshot, const char *schema)
{
	struct objects all = snapshot_all(snapshot);

	for (size_t i = 0; i < all.count; i++)
		if (g_strcmp0(all.items[i]->schema, schema) == 0)
			return true;
	return snapshot_find(snapshot, &schema_kind, NULL, schema);
}

bool unqualified_prepare(struct snapshot *have, struct snapshot *want, const char *schema, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	g_ptr_array_add(names, (gpointer)schema);
	g_ptr_array_add(names, STAND_IN);
	if (!has_schema(have, schema) && !has_schema(want, schema)) {
		g_set_error(error, UNQUALIFIED_ERROR, 0, "--unqualified %s: neither side has a schema of that name", schema);
		return false;
	}
	if (schema_names_replace(have, names, error) && schema_names_replace(want, names, error))
		return true;
	g_prefix_error(error, "--unqualified %s: ", schema);
	return false;
}

/* Replaces the placeholder in a message by the name. */
static void tell_name(char **text, const char *schema)
{
	static const char *const forms[] = { "\"" STAND_IN "\"", STAND_IN };

	for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
		g_auto(GStrv) parts = g_strsplit(*text, forms[i], -1);
		g_free(*text);
		*text = g_strjoinv(schema, parts);
	}
}

static void tell_names(GPtrArray *remarks, const char *schema)
{
	for (guint i = 0; i < remarks->len; i++)
		tell_name(&((struct remark *)remarks->pdata[i])->text, schema);
}

/* Replaces the placeholder in a query that counts rows in the compared database. */
static void name_back(char **sql, const char *schema)
{
	char *problem = NULL, *other = *sql ? rename_schema(*sql, SCHEMA_TEXT_NAMES, STAND_IN, schema, &problem) : NULL;

	g_free(problem);
	if (!other)
		return;
	g_free(*sql);
	*sql = other;
}

static void tell_risks(const struct plan *plan, const char *schema)
{
	for (guint i = 0; i < plan->risks->len; i++) {
		struct risk *risk = plan->risks->pdata[i];
		tell_name(&risk->text, schema);
		name_back(&risk->relation, schema);
		name_back(&risk->condition, schema);
		name_back(&risk->count, schema);
	}
}

/* A routine's body is a string: the schema's name in it cannot be left out. */
static bool names_in_body(const struct step *step)
{
	struct lexer lexer;

	if (g_strcmp0(step->object->kind->catalog, "pg_proc") != 0)
		return false;
	lexer_init(&lexer, step->sql, strlen(step->sql));
	for (struct token token = lexer_next(&lexer); token.type != TOKEN_END; token = lexer_next(&lexer))
		if (token.type == TOKEN_STRING && g_strstr_len(token.start, (gssize)token.length, STAND_IN))
			return true;
	return false;
}

/* Wraps a statement that needs the schema's name in a block that inserts it when it runs. */
static char *name_there(const char *sql)
{
	g_autoptr(GString) body = g_string_new(NULL);
	GString *statement = g_string_new(NULL);

	quote_format(body,
		"\nBEGIN\n    EXECUTE replace(replace(%D,\n        %L, quote_ident(current_schema())), %L, "
		"quote_literal(current_schema()));\nEND\n",
		sql, "\"" STAND_IN "\"", "'" STAND_IN "'");
	quote_format(statement, "DO %D", body->str);
	return g_string_free(statement, false);
}

static bool is_made_or_dropped(const struct step *step)
{
	return step->object->kind == &schema_kind &&
	       (g_str_has_prefix(step->sql, "CREATE ") || g_str_has_prefix(step->sql, "DROP "));
}

static bool strip(const struct plan *plan, const char *schema, GHashTable *names, GError **error)
{
	for (guint i = 0; i < plan->steps->len; i++) {
		struct step *step = plan->steps->pdata[i];
		bool body = names_in_body(step);
		char *sql = body ? name_there(step->sql) : unqualify_schema(step->sql, STAND_IN, names);
		if (is_made_or_dropped(step) && strstr(sql, STAND_IN)) {
			g_set_error(error, UNQUALIFIED_ERROR, 0,
				"--unqualified %s: the schema itself is created or dropped, which needs its name: create it before, or "
				"leave the"
				" option out",
				schema);
			g_free(sql);
			return false;
		}
		if (!body && strstr(sql, STAND_IN)) {
			g_free(sql);
			sql = name_there(step->sql);
		}
		if (step->subcommand)
			step->subcommand -= strlen(step->sql) - strlen(sql);
		g_free(step->sql);
		step->sql = sql;
	}
	return true;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names for which the function holds, as a sorted SQL array; NULL where there is none. */
static char *array_of(GHashTable *names, bool (*holds)(const struct snapshot *, const char *name), const struct snapshot *have,
	const struct snapshot *want)
{
	guint count;
	g_autofree gpointer *items = g_hash_table_get_keys_as_array(names, &count);
	g_autoptr(GString) out = g_string_new(NULL);

	qsort(items, count, sizeof(items[0]), compare_names);
	for (guint i = 0; i < count; i++)
		if (holds(have, items[i]) || (want && holds(want, items[i])))
			quote_format(out, "%s%L", out->len ? ", " : "", items[i]);
	return out->len ? g_strdup(out->str) : NULL;
}

static bool is_relation(const struct snapshot *snapshot, const char *name)
{
	const struct object *object = snapshot_relation(snapshot, STAND_IN, name);

	return object && !object->parent && object->kind != &composite_kind;
}

/* Whether it is a routine or a type: without a schema a name in pg_catalog would take precedence. */
static bool is_code(const struct snapshot *snapshot, const char *name)
{
	struct objects all = snapshot_all(snapshot);

	for (size_t i = 0; i < all.count; i++) {
		const struct object *object = all.items[i];
		bool code = g_strcmp0(object->kind->catalog, "pg_proc") == 0 || g_strcmp0(object->kind->catalog, "pg_type") == 0 ||
			    object->kind == &composite_kind;
		if (code && !object->parent && g_strcmp0(object->schema, STAND_IN) == 0 && strcmp(object->name, name) == 0)
			return true;
	}
	return false;
}

#define FAIL_UNLESS_ANY \
	"    SELECT string_agg(name, ', ') INTO names FROM unnest(ARRAY[%s]) AS name\n" \
	"    WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.relname = name AND c.relnamespace = home);\n" \
	"    IF names IS NOT NULL THEN\n" \
	"        RAISE EXCEPTION 'schema % is not one of those that are to change: it has no %', current_schema(), names;\n" \
	"    END IF;\n"

#define FAIL_IF_BUILT_IN \
	"    SELECT string_agg(name, ', ') INTO names FROM unnest(ARRAY[%s]) AS name\n" \
	"    WHERE EXISTS (SELECT FROM pg_catalog.pg_proc p WHERE p.proname = name AND p.pronamespace = " \
	"'pg_catalog'::regnamespace)\n" \
	"        OR EXISTS (SELECT FROM pg_catalog.pg_type t WHERE t.typname = name AND t.typnamespace = " \
	"'pg_catalog'::regnamespace);\n" \
	"    IF names IS NOT NULL THEN\n" \
	"        RAISE EXCEPTION 'without a schema these names would be those of pg_catalog: %', names;\n" \
	"    END IF;\n"

/* The guard also refuses schema public: to run the script without setting search_path is the likeliest mistake. */
static char *guard_of(GHashTable *names, const char *schema, const struct snapshot *have, const struct snapshot *want)
{
	g_autofree char *relations = array_of(names, is_relation, have, NULL), *code = array_of(names, is_code, have, want);
	g_autoptr(GString) body = g_string_new(
		"\nDECLARE\n    home oid := (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = current_schema());\n    "
		"names text;\nBEGIN\n");
	GString *guard = g_string_new(NULL);

	g_string_append(body, "    IF home IS NULL");
	if (strcmp(schema, "public") != 0)
		g_string_append(body, " OR current_schema() = 'public'");
	quote_format(body, " THEN\n        RAISE EXCEPTION 'the current schema, %%, is not one of those that are to change: set "
			   "search_path', COALESCE(current_schema(), '(none)');\n"
			   "    END IF;\n");
	if (relations) {
		g_auto(GStrv) parts = g_strsplit(FAIL_UNLESS_ANY, "%s", 2);
		g_string_append_printf(body, "%s%s%s", parts[0], relations, parts[1]);
	}
	if (code) {
		g_auto(GStrv) parts = g_strsplit(FAIL_IF_BUILT_IN, "%s", 2);
		g_string_append_printf(body, "%s%s%s", parts[0], code, parts[1]);
	}
	g_string_append(body, "END\n");
	quote_format(guard, "DO %D", body->str);
	return g_string_free(guard, false);
}

struct plan *unqualified_plan(
	const struct snapshot *have, const struct snapshot *want, enum way way, const char *schema, GError **error)
{
	g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GError *failure = NULL;
	struct plan *plan = plan_new(have, want, way, &failure);

	if (failure && schema)
		tell_name(&failure->message, schema);
	if (failure)
		g_propagate_error(error, failure);
	if (!plan || !schema)
		return plan;
	if (!strip(plan, schema, names, error)) {
		plan_free(plan);
		return NULL;
	}
	tell_names(plan->losses, schema);
	tell_names(plan->look_alikes, schema);
	tell_names(plan->notes, schema);
	tell_risks(plan, schema);
	plan->guard = guard_of(names, schema, have, want);
	return plan;
}
