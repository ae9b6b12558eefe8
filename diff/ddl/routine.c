/* CREATE, ALTER, DROP FUNCTION and PROCEDURE: replaced in place unless callers depend on a changed part of the signature. */
#include "catalog/kinds/routine.h"

#include <string.h>

#include "catalog/kinds.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/setting.h"
#include "diff/ddl/verbs.h"
#include "diff/results.h"
#include "diff/say.h"
#include "sql/lexer.h"

/* The text of each argument's default, NULL where it has none. */
static GPtrArray *defaults_of(const char *arguments)
{
	GPtrArray *defaults = g_ptr_array_new_with_free_func(g_free);
	const char *start = NULL;
	struct lexer lexer;
	int depth = 0;

	lexer_init(&lexer, arguments, strlen(arguments));
	for (;;) {
		struct token token = lexer_next_significant(&lexer);

		if (token_is(&token, "(") || token_is(&token, "["))
			depth++;
		else if (token_is(&token, ")") || token_is(&token, "]"))
			depth--;
		if (token.type == TOKEN_END || (depth == 0 && token_is(&token, ","))) {
			g_ptr_array_add(defaults, start ? g_strndup(start, (size_t)(token.start - start)) : NULL);
			start = NULL;
		} else if (!start && depth == 0 && (token_is(&token, "DEFAULT") || token_is(&token, "="))) {
			start = token.start + token.length;
		}
		if (token.type == TOKEN_END)
			return defaults;
	}
}

/* Whether an argument can be of any type, so that a new default may be of another type than the old: PostgreSQL refuses that. */
static bool is_polymorphic(const char *signature)
{
	struct lexer lexer;

	lexer_init(&lexer, signature, strlen(signature));
	for (struct token token = lexer_next_significant(&lexer); token.type != TOKEN_END; token = lexer_next_significant(&lexer))
		if (token.type == TOKEN_WORD && g_ascii_strncasecmp(token.start, "any", 3) == 0)
			return true;
	return false;
}

/* Defaults may be added and changed in place, but not taken away: calls may rely on them. */
static bool keeps_defaults(const struct routine *have, const struct routine *want)
{
	if (!have->arguments || have->arguments == want->arguments)
		return true;
	if (!want->arguments || is_polymorphic(want->arguments))
		return false;
	g_autoptr(GPtrArray) old = defaults_of(have->arguments);
	g_autoptr(GPtrArray) new = defaults_of(want->arguments);
	for (guint i = 0; i < old->len; i++)
		if (old->pdata[i] && (i >= new->len || !new->pdata[i]))
			return false;
	return true;
}

static void judge(const struct changes *changes, struct change *change)
{
	(void)changes;
	if (!keeps_defaults((const struct routine *)change->have, (const struct routine *)change->want))
		change->fate = FATE_REMAKE;
}

static void append_options(GString *sql, const struct routine *routine)
{
	if (routine->language)
		say_append(sql, "\n    LANGUAGE %I", routine->language);
	for (size_t i = 0; routine->transforms && i < routine->transforms->count; i++)
		say_append(sql, "%sFOR TYPE %s", i ? ", " : "\n    TRANSFORM ", routine->transforms->items[i]);
	if (routine->window)
		g_string_append(sql, "\n    WINDOW");
	if (routine->volatility)
		say_append_keyword(sql, "\n    ", routine->volatility);
	if (routine->strict)
		g_string_append(sql, "\n    STRICT");
	if (routine->security_definer)
		g_string_append(sql, "\n    SECURITY DEFINER");
	if (routine->leakproof)
		g_string_append(sql, "\n    LEAKPROOF");
	if (routine->cost)
		say_append(sql, "\n    COST %s", routine->cost);
	if (routine->rows)
		say_append(sql, "\n    ROWS %s", routine->rows);
	if (routine->support)
		say_append(sql, "\n    SUPPORT %s", routine->support);
	if (routine->parallel)
		say_append_keyword(sql, "\n    PARALLEL ", routine->parallel);
	for (size_t i = 0; routine->configuration && i < routine->configuration->count; i++) {
		g_string_append(sql, "\n    SET ");
		setting_append(sql, routine->configuration->items[i]);
	}
}

static void append_definition(GString *sql, const struct routine *routine)
{
	const char *source = routine->source ? routine->source : "";

	if (routine->body)
		say_append(sql, "\n%s", routine->body);
	else if (routine->obj_file && routine->link_symbol)
		say_append(sql, "\n    AS %L, %L", routine->obj_file, routine->link_symbol);
	else if (routine->obj_file)
		say_append(sql, "\n    AS %L", routine->obj_file);
	else if (g_strcmp0(routine->language, "internal") == 0)
		say_append(sql, "\n    AS %L", source);
	else
		say_append(sql, "\n    AS %D", source);
}

/* The whole of it: what a replacement does not state goes back to its default. */
static void say_whole(struct say *s, const char *create)
{
	const struct object *object = s->want;
	const struct routine *routine = (const struct routine *)object;
	const char *arguments = routine->arguments ? routine->arguments : object->signature ? object->signature : "";
	g_autoptr(GString) sql = g_string_new(create);

	say_append(sql, " %s %I.%I(%s)", object->kind->sql, object->schema, object->name, arguments);
	if (routine->returns)
		say_append(sql, "\n    RETURNS %s", routine->returns);
	append_options(sql, routine);
	append_definition(sql, routine);
	say(s, STAGE_MAKE, "%s", sql->str);
}

static void create(struct say *s)
{
	say_whole(s, "CREATE");
}

static bool may_give_other_results(const struct change *change)
{
	static const char *const rows[] = { "source", "body", "obj_file", "link_symbol", "language", "strict", "configuration" };

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (kind_attribute(change->want->kind, rows[i]) && change_differs_in(change, rows[i]))
			return true;
	return false;
}

static void alter(struct say *s)
{
	plain_rename(s);
	if (!change_differs_at_all(s->change))
		return;
	say_whole(s, "CREATE OR REPLACE");
	if (may_give_other_results(s->change))
		results_note(s, s->have);
}

/* Whether another function takes the name of one that goes. */
static bool is_succeeded(const struct changes *changes, const struct change *function)
{
	struct objects functions = snapshot_objects(changes->want, &function_kind);

	for (size_t i = 0; i < functions.count; i++)
		if (functions.items[i]->name == function->have->name && functions.items[i]->schema == function->have->schema &&
			change_makes(changes_of_want(changes, functions.items[i])))
			return true;
	return false;
}

/* What is put aside cannot let go of a function that it is made of: that makes room for its successor too, and stays as long. */
static void mark_all(struct changes *changes)
{
	struct objects functions = snapshot_objects(changes->have, &function_kind), all = snapshot_all(changes->have);

	for (size_t i = 0; i < functions.count; i++) {
		struct change *change = changes_of_have(changes, functions.items[i]);
		const GArray *users = change_undoes(change) ? depend_needed_by(changes->needs_have, functions.items[i]) : NULL;
		bool held = false;
		for (guint u = 0; users && u < users->len; u++) {
			const struct change *user = changes_of_have(changes, all.items[g_array_index(users, unsigned, u)]);
			/* privileges of the system have no change where privileges are not compared */
			bool key = user && user->have->kind == &partition_key_kind && user->parent->aside;
			held = held || key || (user && user->have->kind == &range_kind && user->aside);
		}
		change->aside = change->aside || (held && is_succeeded(changes, change));
	}
}

const struct verbs function_verbs = {
	.mark_all = mark_all, .kind = &function_kind, .judge = judge, .create = create, .alter = alter
};
const struct verbs procedure_verbs = { .kind = &procedure_kind, .judge = judge, .create = create, .alter = alter };
