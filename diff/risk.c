/* What rows can make fail: risks in words. */
#include "diff/risk.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/table.h"
#include "diff/follow.h"
#include "sql/lexer.h"
#include "sql/name.h"

#define COLUMN(object) ((const struct column *)(object))

char *risk_describe(const struct risk *risk)
{
	if (risk->number == 0)
		return NULL;
	if (risk->number < 0 || risk->unit == RISK_NAMES)
		return g_strdup(risk->text);
	return g_strdup_printf("%s; it has %lld%s row%s", risk->text, risk->number, risk->unit == RISK_OFFENDERS ? " such" : "",
		risk->number == 1 ? "" : "s");
}

void risk_free(gpointer data)
{
	struct risk *risk = data;

	g_free(risk->text);
	g_free(risk->relation);
	g_free(risk->condition);
	g_free(risk->count);
	g_free(risk->key);
	g_free(risk->examples);
	g_free(risk);
}

static gboolean has_text(gconstpointer a, gconstpointer b)
{
	return strcmp(((const struct risk *)a)->text, ((const struct risk *)b)->text) == 0;
}

/* The columns of the primary key, as they are before. */
static char *key_of(const struct object *table)
{
	const struct names *key = primary_key_columns(table);
	GString *out = g_string_new(NULL);

	for (size_t i = 0; key && i < key->count; i++)
		say_append(out, "%s%I", i ? ", " : "", key->items[i]);
	return g_string_free(out, !out->len);
}

void risk_add(struct say *s, const struct object *table, char *condition, const char *format, ...)
{
	struct risk *risk = g_new0(struct risk, 1);
	va_list arguments;

	va_start(arguments, format);
	risk->text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	risk->object = s->want;
	risk->number = -1;
	risk->unit = condition ? RISK_OFFENDERS : RISK_ROWS;
	risk->condition = condition;
	risk->count = condition ? g_strdup_printf("count(*) FILTER (WHERE %s)", condition) : g_strdup("count(*)");
	if (table) {
		GString *relation = g_string_new(NULL);
		say_append(relation, "%O", follow_given(s->changes, table));
		risk->relation = g_string_free(relation, false);
		risk->key = key_of(table);
	}
	g_ptr_array_add(s->plan->risks, risk);
}

void risk_count(struct say *s, char *count)
{
	struct risk *risk = s->plan->risks->pdata[s->plan->risks->len - 1];

	g_free(risk->count);
	risk->count = count;
	risk->unit = RISK_OFFENDERS;
}

void risk_add_names(struct say *s, const GPtrArray *names, const char *format, ...)
{
	static const char unknown[] =
		"count(*) FILTER (WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_proc p WHERE p.proname::text = name AND "
		"p.pronamespace = 'pg_catalog'::pg_catalog.regnamespace)"
		" AND NOT EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.relname::text = name AND c.relnamespace = "
		"'pg_catalog'::pg_catalog.regnamespace))";
	struct risk *risk = g_new0(struct risk, 1);
	GString *relation = g_string_new(NULL);
	va_list arguments;

	for (guint i = 0; i < names->len; i++)
		say_append(relation, "%s%L", i ? ", " : "pg_catalog.unnest(ARRAY[", (const char *)names->pdata[i]);
	g_string_append(relation, "]) AS name");
	va_start(arguments, format);
	*risk = (struct risk){ .text = g_strdup_vprintf(format, arguments),
		.object = s->want,
		.relation = g_string_free(relation, false),
		.count = g_strdup(unknown),
		.unit = RISK_NAMES,
		.number = -1 };
	va_end(arguments);
	if (g_ptr_array_find_with_equal_func(s->plan->risks, risk, has_text, NULL))
		risk_free(risk);
	else
		g_ptr_array_add(s->plan->risks, risk);
}

const struct object *risk_table(const struct say *s)
{
	const struct object *table = s->change->parent ? s->change->parent->have : s->have;

	return table && table->kind == &table_kind ? table : NULL;
}

/* A type of the server's own: format_type() qualifies all others. */
static bool is_built_in(const char *type)
{
	return type && !name_is_qualified(type);
}

const struct object *risk_column(const struct changes *changes, const struct object *table, const char *name)
{
	const struct object *want = object_column(table, name), *have = want ? changes_of_want(changes, want)->have : NULL;

	return have && is_built_in(COLUMN(have)->type) && COLUMN(have)->type == COLUMN(want)->type ? have : NULL;
}

/*
 * What an expression may have before a parenthesis: words of the grammar and of types, and functions that can do nothing but
 * compute.
 */
static const char *const harmless[] = {
	"AND",
	"OR",
	"NOT",
	"IN",
	"ANY",
	"ALL",
	"SOME",
	"ARRAY",
	"ROW",
	"BETWEEN",
	"LIKE",
	"ILIKE",
	"CASE",
	"WHEN",
	"THEN",
	"ELSE",
	"COALESCE",
	"NULLIF",
	"GREATEST",
	"LEAST",
	"EXTRACT",
	"numeric",
	"decimal",
	"varchar",
	"varying",
	"character",
	"char",
	"bit",
	"timestamp",
	"time",
	"interval",
	"abs",
	"btrim",
	"cardinality",
	"ceil",
	"ceiling",
	"char_length",
	"date_part",
	"date_trunc",
	"floor",
	"array_length",
	"isempty",
	"isfinite",
	"json_typeof",
	"jsonb_typeof",
	"left",
	"length",
	"lower",
	"lower_inc",
	"ltrim",
	"num_nonnulls",
	"num_nulls",
	"octet_length",
	"position",
	"replace",
	"right",
	"round",
	"rtrim",
	"starts_with",
	"strpos",
	"substr",
	"substring",
	"trim",
	"trunc",
	"upper",
	"upper_inc",
	"upper_inf",
	"lower_inf",
};

static bool is_harmless(const struct token *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(harmless); i++)
		if (token_is(word, harmless[i]))
			return true;
	return word->type != TOKEN_WORD && word->type != TOKEN_QUOTED;
}

/*
 * Whether a text is one expression that calls no function but harmless ones, and names nothing by a schema: it may come from people
 * who are less trusted than who asks.
 */
static bool is_harmless_expression(const char *text)
{
	struct lexer lexer;
	struct token before = { 0 };
	int depth = 0;

	lexer_init(&lexer, text, strlen(text));
	for (struct token token = lexer_next_significant(&lexer); token.type != TOKEN_END; token = lexer_next_significant(&lexer)) {
		depth += token_is(&token, "(") ? 1 : token_is(&token, ")") ? -1 : 0;
		if (depth < 0 || token.type == TOKEN_ERROR || token_is(&token, ".") || token_is(&token, ";") ||
			token_is(&token, "SELECT") || (token_is(&token, "(") && !is_harmless(&before)))
			return false;
		before = token;
	}
	return depth == 0;
}

bool risk_is_askable(const struct changes *changes, const struct object *object, const char *expression)
{
	const struct object *table = object->parent && object->parent->parent ? object->parent->parent : object->parent;
	const GArray *needs = depend_needs(changes->needs_want, object);

	for (guint i = 0; i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)];
		if (needed->kind == &column_kind && needed->parent == table) {
			const struct object *before = risk_column(changes, table, needed->name);
			if (!before || before->name != needed->name)
				return false;
		}
	}
	return is_harmless_expression(expression);
}
