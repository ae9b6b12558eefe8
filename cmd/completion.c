/* Scripts that complete options, the words that an option takes, files and directories, and names of databases. */
#include "cmd/completion.h"

#include <string.h>

/* Names of databases, where a server answers at once; nothing is asked for a password. */
#define DATABASES "PGCONNECT_TIMEOUT=1 psql -XAtqwl 2>/dev/null | sed -n 's/^\\([A-Za-z0-9_.-]*\\)|.*/\\1/p'"

static bool takes(const struct option_row *row, const char *argument)
{
	return row->argument && strcmp(row->argument, argument) == 0;
}

static bool is_shown(const struct option_row *row)
{
	return row->help;
}

/* "-o|--output" for a case of bash. */
static void append_names(GString *out, const struct option_row *row)
{
	if (row->letter)
		g_string_append_printf(out, "-%c|", row->letter);
	g_string_append_printf(out, "--%s", row->name);
}

static void write_bash_case(FILE *out, const struct program *program, const char *argument, const char *action)
{
	g_autoptr(GString) names = g_string_new(NULL);

	for (const struct option_row *row = program->rows; row->name; row++)
		if (is_shown(row) && !row->words && takes(row, argument)) {
			g_string_append(names, names->len ? "|" : "");
			append_names(names, row);
		}
	if (names->len)
		fprintf(out, "\t%s) COMPREPLY=($(compgen %s -- \"$word\")); return ;;\n", names->str, action);
}

/* Options whose argument nothing can tell. */
static void write_bash_rest(FILE *out, const struct program *program)
{
	g_autoptr(GString) names = g_string_new(NULL);

	for (const struct option_row *row = program->rows; row->name; row++)
		if (is_shown(row) && row->argument && !row->words && !takes(row, "FILE") && !takes(row, "DIR")) {
			g_string_append(names, names->len ? "|" : "");
			append_names(names, row);
		}
	if (names->len)
		fprintf(out, "\t%s) return ;;\n", names->str);
}

static void write_bash(const struct program *program, FILE *out)
{
	fprintf(out, "# bash completion of %s\n_%s()\n{\n\tlocal word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n", program->name, program->name);
	fprintf(out, "\tcase $before in\n");
	for (const struct option_row *row = program->rows; row->name; row++)
		if (is_shown(row) && row->words) {
			g_autoptr(GString) names = g_string_new(NULL);
			append_names(names, row);
			fprintf(out, "\t%s) COMPREPLY=($(compgen -W '%s' -- \"$word\")); return ;;\n", names->str, row->words);
		}
	write_bash_case(out, program, "FILE", "-f");
	write_bash_case(out, program, "DIR", "-d");
	write_bash_rest(out, program);
	fprintf(out, "\tesac\n\tcase $word in\n\t-*) COMPREPLY=($(compgen -W '");
	for (const struct option_row *row = program->rows; row->name; row++)
		if (is_shown(row))
			fprintf(out, "--%s ", row->name);
	fprintf(out, "' -- \"$word\")) ;;\n\t*) COMPREPLY=($(compgen -W \"$(" DATABASES ")\" -- \"$word\") $(compgen -f -- \"$word\")) ;;\n\tesac\n}\n");
	fprintf(out, "complete -o filenames -F _%s %s\n", program->name, program->name);
}

/* Text of zsh's and fish's descriptions, within single quotes: what would end them, or a specification of zsh, is escaped. */
static void write_description(FILE *out, const char *text, const char *escaped)
{
	for (; *text; text++) {
		if (*text == '\'')
			fputs("'\\''", out);
		else if (strchr(escaped, *text))
			fprintf(out, "\\%c", *text);
		else
			fputc(*text, out);
	}
}

static void write_zsh_option(FILE *out, const struct option_row *row, const char *prefix, const char *name)
{
	fprintf(out, " \\\n\t'%s%s%s%s[", row->list ? "*" : "", prefix, name, row->argument && prefix[1] ? "=" : "");
	write_description(out, row->help, "[]:\\");
	fputc(']', out);
	if (row->words)
		fprintf(out, ":%s:(%s)", row->argument, row->words);
	else if (row->argument)
		fprintf(out, ":%s:%s", row->argument, takes(row, "FILE") ? "_files" : takes(row, "DIR") ? "_files -/" : "");
	fputc('\'', out);
}

static void write_zsh(const struct program *program, FILE *out)
{
	fprintf(out, "#compdef %s\n_%s_place() {\n\tlocal -a databases\n\tdatabases=(${(f)\"$(" DATABASES ")\"})\n", program->name, program->name);
	fprintf(out, "\tcompadd -a databases\n\t_files\n}\n_arguments -s");
	for (const struct option_row *row = program->rows; row->name; row++) {
		char letter[2] = { row->letter, '\0' };
		if (!is_shown(row))
			continue;
		if (row->letter)
			write_zsh_option(out, row, "-", letter);
		write_zsh_option(out, row, "--", row->name);
	}
	fprintf(out, " \\\n\t'*:place:_%s_place'\n", program->name);
}

static void write_fish(const struct program *program, FILE *out)
{
	fprintf(out, "complete -c %s -a \"(" DATABASES ")\"\n", program->name);
	for (const struct option_row *row = program->rows; row->name; row++) {
		if (!is_shown(row))
			continue;
		fprintf(out, "complete -c %s -l %s", program->name, row->name);
		if (row->letter)
			fprintf(out, " -s %c", row->letter);
		if (row->words)
			fprintf(out, " -x -a '%s'", row->words);
		else if (takes(row, "DIR"))
			fprintf(out, " -x -a '(__fish_complete_directories)'");
		else if (row->argument)
			fputs(takes(row, "FILE") ? " -r -F" : " -x", out);
		fputs(" -d '", out);
		write_description(out, row->help, "\\");
		fputs("'\n", out);
	}
}

bool completion_write(const struct program *program, const char *shell, FILE *out, GError **error)
{
	static const struct {
		const char *shell;
		void (*write)(const struct program *, FILE *);
	} shells[] = { { "bash", write_bash }, { "zsh", write_zsh }, { "fish", write_fish } };

	for (size_t i = 0; i < G_N_ELEMENTS(shells); i++)
		if (strcmp(shells[i].shell, shell) == 0) {
			shells[i].write(program, out);
			return true;
		}
	g_set_error(error, g_quark_from_static_string("completion"), 0, "--completion is bash, zsh or fish, not \"%s\"", shell);
	return false;
}
