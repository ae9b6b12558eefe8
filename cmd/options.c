/* The command line of a program: its table of options, read with getopt_long(). */
#include "cmd/options.h"

#include <getopt.h>
#include <string.h>

#include "cmd/terminal.h"
#include "yaml/suggest.h"

#define OPTIONS_ERROR (g_quark_from_static_string("options"))

enum { FIRST = 1000, HELP_COLUMN = 30 }; /* getopt_long()'s value for rows[0]: above any character */

static size_t count_rows(const struct option_row *rows)
{
	size_t count = 0;

	while (rows[count].name)
		count++;
	return count;
}

/* The table in getopt's two forms; both begin with the character that makes it report a missing argument as ':'. */
static struct option *long_options(const struct program *program, GString *letters)
{
	const struct option_row *rows = program->rows;
	size_t count = count_rows(rows);
	struct option *options = g_new0(struct option, count + 1);

	g_string_assign(letters, program->commands ? "+:" : ":");
	for (size_t i = 0; i < count; i++) {
		options[i] =
			(struct option){ rows[i].name, rows[i].argument ? required_argument : no_argument, NULL, FIRST + (int)i };
		if (rows[i].letter)
			g_string_append_printf(letters, "%c%s", rows[i].letter, rows[i].argument ? ":" : "");
	}
	return options;
}

static const struct option_row *row_of(const struct option_row *rows, int found)
{
	if (found >= FIRST)
		return &rows[found - FIRST];
	while (rows->name && rows->letter != found)
		rows++;
	return rows->name ? rows : NULL;
}

static void set(const struct option_row *row)
{
	if (row->flag)
		*row->flag = true;
	if (row->count)
		(*row->count)++;
	if (row->text)
		*row->text = optarg;
	if (!row->list)
		return;
	if (!*row->list)
		*row->list = g_ptr_array_new();
	g_ptr_array_add(*row->list, optarg);
}

/* Fails for an option that was removed. */
static bool fail_gone(const struct program *program, const char *name, const char *dashes, GError **error)
{
	const char *const *gone = program->gone;

	while (gone && *gone && strcmp(*gone, name) != 0)
		gone += 2;
	if (!gone || !*gone)
		return false;
	g_set_error(error, OPTIONS_ERROR, 0, "there is no option %s%s any more: %s", dashes, name, gone[1]);
	return true;
}

/* Fails for a long option that is unknown or ambiguous. */
static void fail_long(const struct program *program, const char *argument, GError **error)
{
	const struct option_row *rows = program->rows;
	g_autofree char *name = g_strndup(argument + 2, strcspn(argument + 2, "="));
	size_t count = count_rows(rows);
	g_autofree const char **known = g_new0(const char *, count + 1);
	g_autoptr(GString) meant = g_string_new(NULL);

	for (size_t i = 0; i < count; i++) {
		known[i] = rows[i].name;
		if (g_str_has_prefix(rows[i].name, name))
			g_string_append_printf(meant, "%s--%s", meant->len ? ", " : "", rows[i].name);
	}
	const char *nearest = suggest_nearest(name, known);
	if (fail_gone(program, name, "--", error))
		return;
	if (meant->len)
		g_set_error(error, OPTIONS_ERROR, 0, "option --%s is ambiguous: %s", name, meant->str);
	else if (nearest)
		g_set_error(error, OPTIONS_ERROR, 0, "unknown option --%s; did you mean --%s?", name, nearest);
	else
		g_set_error(error, OPTIONS_ERROR, 0, "unknown option --%s", name);
}

static bool fail(const struct program *program, int found, const char *argument, GError **error)
{
	const struct option_row *row = optopt ? row_of(program->rows, optopt) : NULL;

	if (row && found == ':')
		g_set_error(error, OPTIONS_ERROR, 0, "option --%s needs an argument: %s", row->name, row->argument);
	else if (row)
		g_set_error(error, OPTIONS_ERROR, 0, "option --%s takes no argument", row->name);
	else if (optopt && !fail_gone(program, (const char[]){ (char)optopt, 0 }, "-", error))
		g_set_error(error, OPTIONS_ERROR, 0, "unknown option -%c", optopt);
	else if (!optopt)
		fail_long(program, argument, error);
	return false;
}

bool options_parse(const struct program *program, int argc, char *argv[], GPtrArray *places, GError **error)
{
	g_autoptr(GString) letters = g_string_new(NULL);
	g_autofree struct option *options = long_options(program, letters);
	int found;

	opterr = 0;
	optind = 0; /* restart, in case it parses a second command line */
	while ((found = getopt_long(argc, argv, letters->str, options, NULL)) != -1) {
		if (found == '?' || found == ':')
			return fail(program, found, argv[optind - 1], error);
		set(row_of(program->rows, found));
	}
	for (int i = optind; i < argc; i++)
		g_ptr_array_add(places, argv[i]);
	return true;
}

/* Prints the words of a text from that column, wrapped at the width; all lines but the first are indented. */
static void print_wrapped(FILE *out, const char *text, int column, int indent, int width)
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);

	for (size_t i = 0; words[i]; i++) {
		int length = (int)g_utf8_strlen(words[i], -1);
		if (column > indent && column + 1 + length > width) {
			fprintf(out, "\n%*s", indent, "");
			column = indent;
		} else if (i) {
			fputc(' ', out);
			column++;
		}
		fputs(words[i], out);
		column += length;
	}
	fputc('\n', out);
}

/* Prints two columns: the name and its description. */
static void print_pair(FILE *out, const char *left, const char *right, int width)
{
	int indent = width < 2 * HELP_COLUMN ? HELP_COLUMN / 2 : HELP_COLUMN;

	if ((int)strlen(left) + 2 > indent)
		fprintf(out, "%s\n%*s", left, indent, "");
	else
		fprintf(out, "%-*s", indent, left);
	print_wrapped(out, right, indent, indent, width);
}

static void print_row(const struct option_row *row, FILE *out, int width)
{
	g_autoptr(GString) line = g_string_new("  ");

	if (row->letter)
		g_string_append_printf(line, "-%c, ", row->letter);
	else
		g_string_append(line, "    ");
	g_string_append_printf(line, "--%s", row->name);
	if (row->argument)
		g_string_append_printf(line, " %s", row->argument);
	print_pair(out, line->str, row->help, width);
}

static void print_options(const struct program *program, FILE *out, int width)
{
	size_t i = 0;

	if (program->own) {
		fputs("\noptions:\n", out);
		for (; i < program->own; i++)
			if (program->rows[i].help)
				print_row(&program->rows[i], out, width);
	}
	fputs(program->own || program->commands ? "\noptions of all commands:\n" : "\noptions:\n", out);
	for (; program->rows[i].name; i++)
		if (program->rows[i].help)
			print_row(&program->rows[i], out, width);
}

static void print_commands(const struct program *program, FILE *out, int width)
{
	fputs("\ncommands:\n", out);
	for (const struct command *const *command = program->commands; *command; command++) {
		g_autofree char *left = g_strdup_printf("  %s", (*command)->name);
		print_pair(out, left, (*command)->brief, width);
	}
}

static void print_examples(const struct program *program, FILE *out, int width)
{
	fputs("\nexamples:\n", out);
	for (const char *const *example = program->examples; *example; example += 2) {
		fprintf(out, "  %s\n      ", example[0]);
		print_wrapped(out, example[1], 6, 6, width);
	}
}

static void print_statuses(const struct program *program, FILE *out, int width)
{
	fputs("\nexit status:\n", out);
	for (int i = 0; program->statuses[i]; i++) {
		g_autofree char *status = g_strdup_printf("  %d  ", i);
		if (!*program->statuses[i])
			continue;
		fputs(status, out);
		print_wrapped(out, program->statuses[i], (int)strlen(status), (int)strlen(status), width);
	}
}

void options_help(const struct program *program, FILE *out)
{
	int width = terminal_width(out);

	fprintf(out, "usage: %s %s\n", program->name, program->usage);
	print_wrapped(out, program->summary, 0, 0, width);
	if (program->commands)
		print_commands(program, out, width);
	print_options(program, out, width);
	if (program->examples)
		print_examples(program, out, width);
	if (program->statuses)
		print_statuses(program, out, width);
}

void options_version(const struct program *program, FILE *out)
{
	fprintf(out, "%s (pgcanon) " PGCANON_VERSION "\n", program->name);
}
