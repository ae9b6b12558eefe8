/* CREATE, ALTER, DROP FUNCTION and PROCEDURE, from pg_proc. */
#include "catalog/kinds/routine.h"

#include <glib.h>
#include <string.h>

#include "catalog/depend_need.h"
#include "catalog/kinds.h"
#include "catalog/snapshot.h"
#include "sql/keywords.h"
#include "sql/lexer.h"
#include "sql/type_arguments.h"
#include "sql/type_name.h"

#define AT(field) ATTRIBUTE_AT(struct routine, field)
#define COMMON_ATTRIBUTES \
	{ "language", AT(language), "l.lanname", .required = true }, \
		{ "allargs", AT(arguments), "pg_get_function_arguments(p.oid)", .refers = REFERS_TEXT, \
			.fragment = FRAGMENT_ARGUMENTS, .types = TYPES_ARGUMENTS }, \
		{ "source", AT(source), "CASE WHEN l.lanname <> 'c' AND p.prosqlbody IS NULL THEN p.prosrc END", .since = PG(14), \
			.form = FORM_BLOCK, .refers = REFERS_BODY, .empty = true, .required = true, .unless = "body|obj_file" }, \
		{ "source", AT(source), "CASE WHEN l.lanname <> 'c' THEN p.prosrc END", .until = PG(14), .form = FORM_BLOCK, \
			.refers = REFERS_BODY, .empty = true }, \
		{ "body", AT(body), "CASE WHEN p.prosqlbody IS NOT NULL THEN pg_get_function_sqlbody(p.oid) END", .since = PG(14), \
			.form = FORM_BLOCK, .refers = REFERS_TEXT, .fragment = FRAGMENT_BODY }, \
		{ "obj_file", AT(obj_file), "CASE WHEN l.lanname = 'c' THEN p.probin END", .required_with = "link_symbol" }, \
		{ "link_symbol", AT(link_symbol), "CASE WHEN l.lanname = 'c' THEN p.prosrc END" }, \
		{ "security_definer", AT(security_definer), "p.prosecdef" }, \
		{ "configuration", AT(configuration), "p.proconfig", .options = true, .ordered = true }, \
	{ \
		"transforms", AT(transforms), "(SELECT array_agg(format_type(x, NULL)) FROM unnest(p.protrftypes) x)", \
			.refers = REFERS_TYPE \
	}

static const struct attribute function_attributes[] = {
	COMMON_ATTRIBUTES,
	{ "returns", AT(returns), "pg_get_function_result(p.oid)", .refers = REFERS_TEXT, .fragment = FRAGMENT_NAME,
		.types = TYPES_RESULT, .required = true, .change = CHANGE_RECREATE },
	{ "volatility", AT(volatility), "CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' END",
		.otherwise = "volatile", .words = "immutable|stable" },
	{ "strict", AT(strict), "p.proisstrict" },
	{ "leakproof", AT(leakproof), "p.proleakproof" },
	{ "window", AT(window), "p.prokind = 'w'", .change = CHANGE_RECREATE },
	{ "parallel", AT(parallel), "CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' END", .otherwise = "unsafe",
		.words = "safe|restricted" },
	{ "cost", AT(cost), "p.procost", .form = FORM_REAL, .range = "0.." },
	{ "rows", AT(rows), "p.prorows", .otherwise = "0", .form = FORM_REAL, .range = "0.." },
	{ "support", AT(support), "nullif(p.prosupport::text, '-')", .refers = REFERS_ROUTINE },
	{ 0 },
};

static const struct attribute procedure_attributes[] = { COMMON_ATTRIBUTES, { 0 } };

/* Appends the type of one argument, or nothing where it is not an input. tokens end in TOKEN_END. */
static void append_input_type(GString *out, const struct token *tokens, size_t count)
{
	size_t at = 0;

	if (count > 1 && (token_is(&tokens[0], "OUT") || token_is(&tokens[0], "TABLE")) && token_is_name(&tokens[1]))
		return;
	if (count > 1 && (token_is(&tokens[0], "IN") || token_is(&tokens[0], "INOUT") || token_is(&tokens[0], "VARIADIC")))
		at++;
	if (count > at + 1 && token_is_name(&tokens[at]) && token_is_name(&tokens[at + 1]) &&
		!type_begins_with(&tokens[at], &tokens[at + 1]))
		at++;
	if (at >= count)
		return;
	if (out->str[out->len - 1] != '(')
		g_string_append_c(out, ',');
	g_string_append_len(out, tokens[at].start, tokens[count - 1].start + tokens[count - 1].length - tokens[at].start);
}

const char *routine_identity(struct pool *pool, const char *name, const char *signature)
{
	g_autoptr(GString) out = g_string_new(name);
	g_autoptr(GArray) tokens = g_array_new(false, false, sizeof(struct token));
	struct lexer lexer;
	unsigned depth = 0;

	g_string_append_c(out, '(');
	lexer_init(&lexer, signature ? signature : "", signature ? strlen(signature) : 0);
	for (;;) {
		struct token token = lexer_next_significant(&lexer);
		bool order_by = depth == 0 && token_is(&token, "ORDER");

		if (token_is(&token, "(") || token_is(&token, "["))
			depth++;
		if ((token_is(&token, ")") || token_is(&token, "]")) && depth)
			depth--;
		if (token.type == TOKEN_END || order_by || (depth == 0 && token_is(&token, ","))) {
			bool repeated = order_by && tokens->len && token_is((struct token *)(void *)tokens->data, "VARIADIC");

			append_input_type(out, (struct token *)(void *)tokens->data, tokens->len);
			g_array_set_size(tokens, 0);
			if (repeated) /* a hypothetical-set aggregate: the server keeps the two variadic arguments as one */
				break;
			if (order_by)
				lexer_next_significant(&lexer);
			if (token.type == TOKEN_END)
				break;
			continue;
		}
		g_array_append_val(tokens, token);
	}
	g_string_append_c(out, ')');
	return pool_text_n(pool, out->str, out->len);
}

/* Arguments as printed since 14 for a procedure, with IN. */
static const char *with_modes(struct pool *pool, const char *arguments)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const char *copied = arguments;
	struct lexer lexer;
	unsigned depth = 0;
	bool first = true;

	if (!arguments)
		return NULL;
	lexer_init(&lexer, arguments, strlen(arguments));
	for (struct token token = lexer_next_significant(&lexer); token.type != TOKEN_END; token = lexer_next_significant(&lexer)) {
		if (first && !type_is_mode(&token)) {
			g_string_append_printf(out, "%.*sIN ", (int)(token.start - copied), copied);
			copied = token.start;
		}
		depth += token_is(&token, "(") || token_is(&token, "[");
		depth -= depth && (token_is(&token, ")") || token_is(&token, "]"));
		first = depth == 0 && token_is(&token, ",");
	}
	g_string_append(out, copied);
	return pool_text_n(pool, out->str, out->len);
}

/* A word that is followed by a type, and is therefore a name, which has to be quoted. */
static bool is_keyword_as_name(const struct token *word, const struct token *next)
{
	g_autofree char *lower = word->type == TOKEN_WORD ? g_ascii_strdown(word->start, (gssize)word->length) : NULL;

	/* ORDER BY, which comes first where an aggregate has no direct arguments */
	if (token_is(word, "ORDER") && token_is(next, "BY"))
		return false;
	return lower && token_is_name(next) && !token_is(next, "DEFAULT") && !token_is(next, "ORDER") &&
	       !type_begins_with(word, next) && keyword_is_reserved_for_names(lower);
}

const char *routine_quote_names(struct pool *pool, const char *arguments)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const char *copied = arguments;
	struct lexer lexer;
	unsigned depth = 0;
	bool first = true;

	if (!arguments)
		return NULL;
	lexer_init(&lexer, arguments, strlen(arguments));
	for (struct token token = lexer_next_significant(&lexer), next; token.type != TOKEN_END; token = next) {
		next = lexer_next_significant(&lexer);
		if (first && type_is_mode(&token) && token_is_name(&next))
			continue;
		if (first && is_keyword_as_name(&token, &next)) {
			g_string_append_printf(
				out, "%.*s\"%.*s\"", (int)(token.start - copied), copied, (int)token.length, token.start);
			copied = token.start + token.length;
		}
		depth += token_is(&token, "(") || token_is(&token, "[");
		depth -= depth && (token_is(&token, ")") || token_is(&token, "]"));
		first = depth == 0 && (token_is(&token, ",") || token_is(&token, "BY"));
	}
	g_string_append(out, copied);
	return pool_text_n(pool, out->str, out->len);
}

/* TABLE(name type, ...): these are arguments too. */
static const char *quote_result_names(struct pool *pool, const char *returns)
{
	size_t length = returns ? strlen(returns) : 0;

	if (length < 7 || !g_str_has_prefix(returns, "TABLE(") || returns[length - 1] != ')')
		return returns;
	g_autofree char *columns = g_strndup(returns + 6, length - 7);
	return pool_printf(pool, "TABLE(%s)", routine_quote_names(pool, columns));
}

/* "7.0" and "7" are one number. */
static const char *settle_number(struct pool *pool, const char *number)
{
	size_t length = number ? strlen(number) : 0;

	if (length > 2 && strcmp(number + length - 2, ".0") == 0)
		return pool_text_n(pool, number, length - 2);
	return number;
}

static void settle(struct snapshot *snapshot, struct object *object)
{
	struct routine *routine = (struct routine *)object;
	struct pool *pool = snapshot_pool(snapshot);
	const char *language = routine->language ? routine->language : "";
	bool native = strcmp(language, "c") == 0 || strcmp(language, "internal") == 0;

	if (object->kind == &procedure_kind) {
		object->signature = with_modes(pool, object->signature);
		routine->arguments = with_modes(pool, routine->arguments);
	}
	object->signature = routine_quote_names(pool, object->signature);
	routine->arguments = routine_quote_names(pool, routine->arguments);
	routine->returns = quote_result_names(pool, routine->returns);
	object->identity = routine_identity(pool, object->name, object->signature);
	if (routine->arguments && strcmp(routine->arguments, object->signature) == 0)
		routine->arguments = NULL;
	routine->cost = settle_number(pool, routine->cost);
	if (routine->cost && (strcmp(routine->cost, native ? "1" : "100") == 0 || strcmp(routine->cost, "0") == 0))
		routine->cost = NULL;
	routine->rows = settle_number(pool, routine->rows);
	if (routine->rows && strcmp(routine->rows, "1000") == 0)
		routine->rows = NULL;
}

#define ROUTINE_KIND \
	.size = sizeof(struct routine), .signed_name = true, .schema_key = true, .settle = settle, .catalog = "pg_proc", \
	.from = "pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang", .oid = "p.oid", \
	.schema = "n.nspname", .title = "p.proname", .owner = "p.proowner", .privileges = "p.proacl", \
	.signature = "pg_get_function_identity_arguments(p.oid)", .rights = "X", .public_rights = "X"
/*
 * Constructors of ranges are internal; members of extensions are many, and reading their texts is slow. The count must not become a
 * join with all of pg_depend.
 */
#define OWN \
	"p.oid >= 16384 AND n.nspname !~ '^pg_' AND (SELECT count(*) FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND " \
	"d.objid = p.oid AND d.deptype IN ('e', 'i')) = 0"

/* Whether the type is one of those in "name(type,type)". */
static bool takes_type(const struct object *routine, const char *type)
{
	const char *types = routine->identity + strlen(routine->name), *at = types;
	size_t length = strlen(type);

	for (; (at = strstr(at, type)); at += length)
		if ((at[-1] == '(' || at[-1] == ',') && (at[length] == ')' || at[length] == ','))
			return true;
	return false;
}

/*
 * The server ties a routine to each transform that its language has for a type that it takes or gives, whether it uses that or not.
 */
static void need_transforms(struct scan *scan)
{
	struct depend *depend = scan->depend;
	const struct object *object = scan->object;
	struct objects transforms = snapshot_objects(depend->snapshot, &transform_kind);
	const struct routine *routine = (const struct routine *)object;
	if (!routine->language)
		return;
	for (size_t i = 0; i < transforms.count; i++) {
		const char *type = transforms.items[i]->name, *returns = routine->returns ? routine->returns : "";
		if (strcmp(transforms.items[i]->signature, routine->language) != 0)
			continue;
		if (takes_type(object, type) ||
			strcmp(g_str_has_prefix(returns, "SETOF ") ? returns + strlen("SETOF ") : returns, type) == 0)
			depend_add(depend, object, transforms.items[i]);
		for (size_t t = 0; routine->transforms && t < routine->transforms->count; t++)
			if (strcmp(routine->transforms->items[t], type) == 0)
				depend_add(depend, object, transforms.items[i]);
	}
}

/*
 * A field of a row in a routine's SQL body, (x).field: while that is there PostgreSQL alters the type of no column of the rows'
 * table.
 */
static void need_fields(struct scan *scan)
{
	const struct object *object = scan->object;
	const char *body = ((const struct routine *)object)->body;

	for (guint r = 0; body && strstr(body, ").") && r < scan->relations->len; r++) {
		struct parts columns = object_parts(scan->relations->pdata[r], &column_kind);
		for (size_t i = 0; i < columns.count; i++)
			depend_add(scan->depend, object, columns.items[i]);
	}
}

static void needs(struct scan *scan)
{
	need_transforms(scan);
	need_fields(scan);
}

const struct kind function_kind = {
	.name = "function",
	.found_by = "regprocedure",
	.default_acl = "f",
	.traits = TRAIT_ROUTINE | TRAIT_CODE | TRAIT_RUN,
	.spaces = SPACE_ROUTINE,
	.sql = "FUNCTION",
	ROUTINE_KIND,
	.attributes = function_attributes,
	.change = CHANGE_IN_PLACE,
	.where = "p.prokind IN ('f', 'w') AND " OWN,
	.needs = needs,
};

const struct kind procedure_kind = {
	.name = "procedure",
	.found_by = "regprocedure",
	.default_acl = "f",
	.traits = TRAIT_ROUTINE | TRAIT_CODE | TRAIT_RUN,
	.spaces = SPACE_ROUTINE,
	.sql = "PROCEDURE",
	ROUTINE_KIND,
	.attributes = procedure_attributes,
	.change = CHANGE_IN_PLACE,
	.where = "p.prokind = 'p' AND " OWN,
	.needs = needs,
};
