/* What a server of 17 and later computes with search_path set to pg_catalog, pg_temp. */
#include "diff/maintenance.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/routine.h"
#include "diff/computes.h"
#include "diff/risk.h"
#include "sql/keywords.h"
#include "sql/lexer.h"

/* Words of PL/pgSQL that may stand before a parenthesis, and are none of SQL. */
static bool is_of_plpgsql(const char *name)
{
	static const char *const words[] = { "if", "elsif", "elseif", "while", "return", "perform", "loop", "exit", "assert",
		"raise", "query", "next" };

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strcmp(words[i], name) == 0)
			return true;
	return false;
}

static bool names_relation(const struct changes *changes, const char *schema, const char *name)
{
	return snapshot_relation(changes->want, schema, name);
}

static bool names_any(const struct changes *changes, const char *schema, const char *name)
{
	return depend_knows(changes->needs_want, schema, name);
}

/* Whether a schema that is described has something of that name. */
static bool is_in_schema(const struct changes *changes, const char *name,
	bool (*names)(const struct changes *, const char *schema, const char *name))
{
	struct objects schemas = snapshot_objects(changes->want, &schema_kind);

	for (size_t i = 0; i < schemas.count; i++)
		if (names(changes, schemas.items[i]->name, name))
			return true;
	return false;
}

/* Whether a name without a schema stands for a routine, or a relation that is described. */
static bool is_looked_up(const struct changes *changes, const char *name, const struct token *token, const struct token *after)
{
	bool keyword = token->type == TOKEN_WORD && (keyword_is_reserved_for_names(name) || is_of_plpgsql(name));

	if (token_is(after, "("))
		return !keyword;
	return !keyword && is_in_schema(changes, name, names_relation);
}

/* The names that a body leaves to search_path, each once. */
static GPtrArray *names_in(const struct changes *changes, const char *body)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	struct lexer lexer;
	struct token before = { 0 }, token;

	lexer_init(&lexer, body, strlen(body));
	token = lexer_next_significant(&lexer);
	while (token.type != TOKEN_END) {
		struct token after = lexer_next_significant(&lexer);
		g_autofree char *name = token_is(&before, ".") || token_is(&after, ".") ? NULL : token_name(&token);
		if (name && is_looked_up(changes, name, &token, &after) &&
			!g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
			g_ptr_array_add(names, g_steal_pointer(&name));
		before = token;
		token = after;
	}
	return names;
}

/* Whether one of them is described: then it is of no schema that the server looks into. */
static bool any_is_described(const struct changes *changes, const GPtrArray *names)
{
	for (guint n = 0; n < names->len; n++)
		if (is_in_schema(changes, names->pdata[n], names_any))
			return true;
	return false;
}

static void add(struct say *s, const struct object *routine, const struct object *made)
{
	g_autoptr(GPtrArray) names = names_in(s->changes, ((const struct routine *)routine)->source);
	g_autoptr(GString) list = g_string_new(NULL), call = g_string_new(NULL);

	/* where no server can be asked, only what is known to be elsewhere counts */
	if (!names->len || (!s->changes->target && !any_is_described(s->changes, names)))
		return;
	for (guint i = 0; i < names->len; i++)
		g_string_append_printf(list, "%s%s", i ? ", " : "", (const char *)names->pdata[i]);
	say_append(call, "%O", routine);
	g_autofree char *what = object_describe(made), *name = object_describe(routine);
	risk_add_names(s, names,
		"fails on PostgreSQL 17 and later, where %s is made with search_path = pg_catalog, pg_temp: %s leaves names to "
		"the path (%s); what helps is ALTER %s %s SET search_path = ...",
		what, name, list->str, routine->kind->sql, call->str);
}

void maintenance_risk(struct say *s, const struct object *made)
{
	g_autoptr(GPtrArray) routines = g_ptr_array_new();

	if (s->changes->target && s->changes->target < PG(17))
		return;
	computes_routines(s->changes, made, routines);
	for (guint i = 0; i < routines->len; i++)
		add(s, routines->pdata[i], made);
}
