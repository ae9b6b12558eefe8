/* Saying a statement: formatted, quoted, and put into the batch that it belongs to. */
#include "diff/say.h"

#include <stdarg.h>
#include <string.h>

#include "catalog/kinds.h"
#include "diff/order.h"
#include "diff/plan.h"
#include "sql/lexer.h"
#include "sql/quote.h"

/* (integer AS text) of a cast called "(integer as text)". */
static void append_cast(GString *out, const char *name)
{
	struct lexer lexer;

	lexer_init(&lexer, name, strlen(name));
	for (struct token token = lexer_next(&lexer); token.type != TOKEN_END; token = lexer_next(&lexer))
		g_string_append_len(out, token_is(&token, "AS") ? "AS" : token.start, (gssize)token.length);
}

/* Stands for the name of the database in which a script runs, until the statement is whole. */
static const char current_database[] = "\1current database\1";

/* The name by which DDL calls a top-level object; routines need their arguments, and an aggregate without any a star. */
static void append_object(GString *out, const struct object *object)
{
	if (object->kind == &database_kind) {
		g_string_append(out, current_database);
		return;
	}
	if (object->kind == &operator_kind)
		say_append(out, "%I.%s (%s)", object->schema, object->name, object->signature);
	else if (object->kind == &operator_class_kind || object->kind == &operator_family_kind)
		say_append(out, "%I.%I USING %I", object->schema, object->name, object->signature);
	else if (object->kind == &cast_kind)
		append_cast(out, object->name);
	else if (object->kind == &transform_kind)
		say_append(out, "FOR %s LANGUAGE %I", object->name, object->signature);
	if (object->kind == &operator_kind || object->kind->between || object->kind == &cast_kind)
		return;
	quote_qualified(out, object->schema, object->name);
	if (object->kind->signed_name && !object->kind->between) {
		bool star = object->kind == &aggregate_kind && (!object->signature || !object->signature[0]);
		g_string_append_printf(out, "(%s)", star ? "*" : object->signature ? object->signature : "");
	}
}

void say_append_v(GString *out, const char *format, va_list arguments)
{
	for (const char *p = format; *p; p++) {
		if (*p != '%') {
			size_t plain = strcspn(p, "%");
			g_string_append_len(out, p, (gssize)plain);
			p += plain - 1;
			continue;
		}
		const struct object *object;
		switch (*++p) {
		case 'I': quote_identifier(out, va_arg(arguments, const char *)); break;
		case 'L': quote_literal(out, va_arg(arguments, const char *)); break;
		case 'D': quote_dollar(out, va_arg(arguments, const char *)); break;
		case 's': g_string_append(out, va_arg(arguments, const char *)); break;
		case 'd': g_string_append_printf(out, "%d", va_arg(arguments, int)); break;
		case 'O': append_object(out, va_arg(arguments, const struct object *)); break;
		case 'P':
			object = va_arg(arguments, const struct object *)->parent;
			append_object(out, object);
			break;
		case '%': g_string_append_c(out, '%'); break;
		default: g_error("say: unknown conversion %%%c", *p);
		}
	}
}

void say_append(GString *out, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say_append_v(out, format, arguments);
	va_end(arguments);
}

/* The statement for the database in which it is run: no DDL has a word for that one, and DEV and PRD have other names. */
static GString *for_current_database(GString *sql)
{
	g_autoptr(GString) execute = g_string_new("BEGIN EXECUTE pg_catalog.format(");
	GString *block = g_string_new("DO ");

	g_string_replace(sql, "%", "%%", 0);
	g_string_replace(sql, current_database, "%1$I", 0);
	say_append(execute, "%L, pg_catalog.current_database()); END", sql->str);
	say_append(block, "%D", execute->str);
	g_string_free(sql, true);
	return block;
}

void say(struct say *say, enum stage stage, const char *format, ...)
{
	GString *sql = g_string_new(NULL);
	va_list arguments;

	va_start(arguments, format);
	say_append_v(sql, format, arguments);
	va_end(arguments);
	if (strstr(sql->str, current_database))
		sql = for_current_database(sql);
	batch_add(batch_of(say->change, stage), g_string_free(sql, false));
}

void say_commit_before(struct say *say, enum stage stage, const char *value)
{
	struct batch *batch = batch_of(say->change, stage);
	GString *literal = g_string_new(NULL);

	say_append(literal, "%L", value);
	if (!batch->literals)
		batch->literals = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(batch->literals, g_string_free(literal, false));
}

void say_loss(struct say *say, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_ptr_array_add(say->plan->losses, g_strdup_vprintf(format, arguments));
	va_end(arguments);
}

void say_note(struct say *say, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	if (!g_ptr_array_find_with_equal_func(say->plan->notes, text, g_str_equal, NULL))
		g_ptr_array_add(say->plan->notes, g_steal_pointer(&text));
}

void say_append_keyword(GString *out, const char *before, const char *word)
{
	g_autofree char *upper = g_ascii_strup(word, -1);

	g_string_append(out, before);
	g_string_append(out, upper);
}

void say_comma(GString *out)
{
	if (out->len && out->str[out->len - 1] != '(' && out->str[out->len - 1] != '\n')
		g_string_append(out, ", ");
}

void say_columns(GString *out, const struct names *names)
{
	g_string_append_c(out, '(');
	for (size_t i = 0; names && i < names->count; i++)
		say_append(out, "%s%I", i ? ", " : "", names->items[i]);
	g_string_append_c(out, ')');
}

const char *say_relation(struct pool *pool, const struct object *object, const char *text)
{
	struct lexer lexer;

	lexer_init(&lexer, text, strlen(text));
	lexer_next_significant(&lexer);
	struct token dot = lexer_next_significant(&lexer);
	if (token_is(&dot, "."))
		return text;
	g_autoptr(GString) out = g_string_new(NULL);
	say_append(out, "%I.%s", object->schema, text);
	return pool_text_n(pool, out->str, out->len);
}

bool names_have(const struct names *names, const char *name)
{
	for (size_t i = 0; names && i < names->count; i++)
		if (names->items[i] == name)
			return true;
	return false;
}

/* Length of the name in name=value. */
static size_t option_name_length(const char *option)
{
	return strcspn(option, "=");
}

static void append_option(GString *out, const char *prefix, const char *option)
{
	size_t length = option_name_length(option);
	g_autofree char *name = g_strndup(option, length);

	say_append(out, "%s%I", prefix, name);
	if (option[length])
		say_append(out, "=%L", option + length + 1);
}

void say_options(GString *out, const struct names *options)
{
	for (size_t i = 0; options && i < options->count; i++) {
		if (i)
			g_string_append(out, ", ");
		append_option(out, "", options->items[i]);
	}
}

static const char *find_option(const struct names *options, const char *option)
{
	size_t length = option_name_length(option);

	for (size_t i = 0; options && i < options->count; i++)
		if (option_name_length(options->items[i]) == length && strncmp(options->items[i], option, length) == 0)
			return options->items[i];
	return NULL;
}

/* Whether setting what differs leaves the options in their order: those that are set again, or newly, come last. */
static bool keeps_order(const struct names *have, const struct names *want)
{
	size_t at = 0;

	for (size_t i = 0; have && i < have->count; i++) {
		const char *kept = find_option(want, have->items[i]);
		if (kept == have->items[i] && want->items[at++] != kept)
			return false;
	}
	return true;
}

void say_altered_options(struct say *s, const char *alter, const struct object *object, const struct names *have, const struct names *want,
			 const char *prefix)
{
	g_autoptr(GString) set = g_string_new(NULL);
	g_autoptr(GString) reset = g_string_new(NULL);
	bool anew = !keeps_order(have, want);

	for (size_t i = 0; want && i < want->count; i++)
		if (anew || find_option(have, want->items[i]) != want->items[i]) {
			say_comma(set);
			append_option(set, prefix, want->items[i]);
		}
	for (size_t i = 0; have && i < have->count; i++)
		if (anew || !find_option(want, have->items[i])) {
			g_autofree char *name = g_strndup(have->items[i], option_name_length(have->items[i]));
			say_comma(reset);
			say_append(reset, "%s%I", prefix, name);
		}
	/* a table has a TOAST table once it has all its columns */
	enum stage stage = prefix[0] ? STAGE_LATE : STAGE_MAKE;
	if (reset->len)
		say(s, stage, "%s %O RESET (%s)", alter, object, reset->str);
	if (set->len)
		say(s, stage, "%s %O SET (%s)", alter, object, set->str);
}
