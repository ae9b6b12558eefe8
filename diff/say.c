/* Saying a statement: formatted, quoted, and put into the batch that it belongs to. */
#include "diff/say.h"

#include <stdarg.h>
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/names.h"
#include "diff/computes.h"
#include "diff/ddl/call.h"
#include "diff/ddl/verbs.h"
#include "diff/order.h"
#include "diff/steps.h"
#include "sql/name.h"
#include "sql/quote.h"

/* A text being formatted. */
struct wording {
	GString *out;
	gssize database; /* where the name of the database in which the script runs belongs; -1: nowhere */
};

/* The current database has other names in DEV and PRD, and no DDL has a word for it: only its place is noted. */
static void append_call(
	struct wording *wording, const struct object *object, const char *word, void (*call)(GString *, const struct object *))
{
	if (object->kind != &database_kind) {
		call(wording->out, object);
		return;
	}
	g_string_append(wording->out, word);
	wording->database = (gssize)wording->out->len;
}

static void append_format(struct wording *wording, const char *format, va_list arguments)
{
	GString *out = wording->out;

	for (const char *p = format; *p; p++) {
		if (*p != '%') {
			size_t plain = strcspn(p, "%");
			g_string_append_len(out, p, (gssize)plain);
			p += plain - 1;
			continue;
		}
		switch (*++p) {
		case 'I':
			quote_identifier(out, va_arg(arguments, const char *));
			break;
		case 'L':
			quote_literal(out, va_arg(arguments, const char *));
			break;
		case 'D':
			quote_dollar(out, va_arg(arguments, const char *));
			break;
		case 's':
			g_string_append(out, va_arg(arguments, const char *));
			break;
		case 'd':
			g_string_append_printf(out, "%d", va_arg(arguments, int));
			break;
		case 'O':
			append_call(wording, va_arg(arguments, const struct object *), "", call_object);
			break;
		case 'P':
			append_call(wording, va_arg(arguments, const struct object *)->parent, "", call_object);
			break;
		case 'S':
			append_call(wording, va_arg(arguments, const struct object *), "DATABASE ", call_subject);
			break;
		case 'G':
			append_call(wording, va_arg(arguments, const struct object *), "DATABASE ", call_target);
			break;
		case '%':
			g_string_append_c(out, '%');
			break;
		default:
			g_error("say: unknown conversion %%%c", *p);
		}
	}
}

static void append_v(GString *out, const char *format, va_list arguments)
{
	struct wording wording = { out, -1 };

	append_format(&wording, format, arguments);
	g_assert(wording.database < 0);
}

void say_append(GString *out, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	append_v(out, format, arguments);
	va_end(arguments);
}

/* The statement for the database in which it is run: put together there, with the name that it has there. */
static GString *for_current_database(GString *sql, size_t at)
{
	g_autoptr(GString) execute = g_string_new("BEGIN EXECUTE pg_catalog.format(");
	GString *before = g_string_new_len(sql->str, (gssize)at), *block = g_string_new("DO ");

	g_string_erase(sql, 0, (gssize)at);
	g_string_replace(before, "%", "%%", 0);
	g_string_replace(sql, "%", "%%", 0);
	g_string_append_printf(before, "%%1$I%s", sql->str);
	say_append(execute, "%L, pg_catalog.current_database()); END", before->str);
	say_append(block, "%D", execute->str);
	g_string_free(before, true);
	g_string_free(sql, true);
	return block;
}

static struct step *say_v(struct say *say, enum stage stage, const char *format, va_list arguments)
{
	GString *sql = g_string_new(NULL);
	struct wording wording = { sql, -1 };

	append_format(&wording, format, arguments);
	if (wording.database >= 0)
		sql = for_current_database(sql, (size_t)wording.database);
	struct step *step = batch_add(batch_of(say->change, stage), g_string_free(sql, false));
	step->common = say->common;
	return step;
}

void say(struct say *say, enum stage stage, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say_v(say, stage, format, arguments);
	va_end(arguments);
}

void say_on_rows(struct say *say, enum stage stage, const char *format, ...)
{
	const struct verbs *verbs = verbs_of(change_object(say->change)->kind);
	va_list arguments;

	va_start(arguments, format);
	struct step *step = say_v(say, stage, format, arguments);
	step->computes = computes_by_path(say->changes, say->written ? say->written : say->change);
	step->filtered = say->want && verbs->filtered && verbs->filtered(say->changes, say->want);
	va_end(arguments);
}

void say_alter(struct say *say, enum stage stage, int how, const char *format, ...)
{
	const struct object *column = stage == STAGE_UNDO ? say->have : say->want;
	g_autoptr(GString) subcommand = g_string_new(NULL), alter = g_string_new(NULL);
	va_list arguments;

	va_start(arguments, format);
	append_v(subcommand, format, arguments);
	va_end(arguments);
	say_append(alter, "ALTER TABLE %s%P ", how & ALTER_ONLY ? "ONLY " : "", column);
	g_string_append(alter, subcommand->str);
	struct step *step = batch_add(batch_of(say->change, stage), g_strdup(alter->str));
	step->object = change_object(say->change); /* the batch may be that of a parent's column */
	step->had = change_whole(say->change)->have;
	step->subcommand = alter->len - subcommand->len;
	step->computes = how & ALTER_ON_ROWS && computes_by_path(say->changes, say->change);
}

void say_commit_before(struct say *say, enum stage stage, const char *label)
{
	struct batch *batch = batch_of(say->change, stage);

	if (!batch->labels)
		batch->labels = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(batch->labels, g_strdup(label));
}

void say_loss(struct say *say, enum stage stage, enum remark_code code, const char *format, ...)
{
	va_list arguments;

	batch_of(say->change, stage)->loses = true;
	va_start(arguments, format);
	remark_add_v(say->plan->losses, code, change_object(say->change), format, arguments);
	va_end(arguments);
}

void say_note(struct say *say, enum remark_code code, const char *format, ...)
{
	va_list arguments;

	say->change->noted = true;
	va_start(arguments, format);
	remark_add_v(say->plan->notes, code, change_object(say->change), format, arguments);
	va_end(arguments);
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

const char *say_relation(struct pool *pool, const struct object *object, const struct qualified *name)
{
	g_autofree char *whole = name->name && !name->schema ? name_join(object->schema, name->name) : NULL;

	return whole ? pool_text(pool, whole) : name->text;
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

/* Whether setting what differs leaves the options in their order: those that are set again, or newly, come last. */
static bool keeps_order(const struct names *have, const struct names *want)
{
	size_t at = 0;

	for (size_t i = 0; have && i < have->count; i++) {
		const char *kept = options_find(want, have->items[i]);
		if (kept == have->items[i] && want->items[at++] != kept)
			return false;
	}
	return true;
}

/* PostgreSQL does not rewrite a table while it is one. */
static bool is_user_catalog(const struct names *options)
{
	return options_find(options, "user_catalog_table") != NULL;
}

void say_altered_options(struct say *s, const char *alter, const struct object *object, const struct names *have,
	const struct names *want, const char *prefix)
{
	g_autoptr(GString) set = g_string_new(NULL);
	g_autoptr(GString) reset = g_string_new(NULL);
	bool anew = !keeps_order(have, want);

	for (size_t i = 0; want && i < want->count; i++)
		if (anew || options_find(have, want->items[i]) != want->items[i]) {
			say_comma(set);
			append_option(set, prefix, want->items[i]);
		}
	for (size_t i = 0; have && i < have->count; i++)
		if (anew || !options_find(want, have->items[i])) {
			g_autofree char *name = g_strndup(have->items[i], option_name_length(have->items[i]));
			say_comma(reset);
			say_append(reset, "%s%I", prefix, name);
		}
	/* a table has a TOAST table once it has all its columns */
	enum stage stage = prefix[0] ? STAGE_LATE : STAGE_MAKE;
	bool undone = is_user_catalog(have) && (anew || !is_user_catalog(want));
	bool made = is_user_catalog(want) && (anew || !is_user_catalog(have));
	if (reset->len)
		say(s, undone ? STAGE_UNDO : stage, "%s %O RESET (%s)", alter, undone ? s->have : object, reset->str);
	if (set->len)
		say(s, made ? STAGE_LATE : stage, "%s %O SET (%s)", alter, object, set->str);
}
