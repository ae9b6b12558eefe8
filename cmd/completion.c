/* Scripts that complete options, the words that an option takes, files and directories, and names of databases. */
#include "cmd/completion.h"

#include <string.h>

#include "cmd/command.h"

/* Lists the names of databases where a server answers within a second; psql never asks for a password. */
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

/* Options whose argument cannot be completed. */
static void write_bash_rest(FILE *out, const struct program *program)
{
	g_autoptr(GString) names = g_string_new(NULL);

	for (const struct option_row *row = program->rows; row->name; row++)
		if (is_shown(row) && row->argument && !row->words && !takes(row, "FILE") && !takes(row, "DIR") &&
			!takes(row, "PLACE")) {
			g_string_append(names, names->len ? "|" : "");
			append_names(names, row);
		}
	if (names->len)
		fprintf(out, "\t%s) return ;;\n", names->str);
}

/* The function that completes options; places completes all other words. */
static void write_bash_function(const struct program *program, const char *function, const char *places, FILE *out)
{
	fprintf(out, "%s()\n{\n\tlocal word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n", function);
	fprintf(out, "\tcase $before in\n");
	for (const struct option_row *row = program->rows; row->name; row++)
		if (is_shown(row) && row->words) {
			g_autoptr(GString) names = g_string_new(NULL);
			append_names(names, row);
			fprintf(out, "\t%s) COMPREPLY=($(compgen -W '%s' -- \"$word\")); return ;;\n", names->str, row->words);
		}
	write_bash_case(out, program, "FILE", "-f");
	write_bash_case(out, program, "DIR", "-d");
	write_bash_case(out, program, "PLACE", "-W \"$(" DATABASES ")\"");
	write_bash_rest(out, program);
	fprintf(out, "\tesac\n\tcase $word in\n\t-*) COMPREPLY=($(compgen -W '");
	for (const struct option_row *row = program->rows; row->name; row++)
		if (is_shown(row))
			fprintf(out, "--%s ", row->name);
	fprintf(out, "' -- \"$word\")) ;;\n\t*) COMPREPLY=(%s) ;;\n\tesac\n}\n", places);
}

/* Writes a function for each command; the program's own function calls it when the command stands before the word. */
static void write_bash_commands(const struct program *program, FILE *out)
{
	g_autoptr(GString) names = g_string_new(NULL);
	g_autofree char *top = g_strdup_printf("_%s_commands", program->name);

	for (const struct command *const *command = program->commands; *command; command++) {
		struct program whole = command_program(program, *command);
		g_autofree char *function = g_strdup_printf("_%s_%s", program->name, (*command)->name);
		write_bash_function(&whole, function, "$(compgen -f -- \"$word\")", out);
		command_program_clear(&whole);
		g_string_append_printf(names, "%s%s", names->len ? "|" : "", (*command)->name);
	}
	g_autofree char *words = g_strdelimit(g_strdup(names->str), "|", ' ');
	g_autofree char *places = g_strdup_printf("$(compgen -W '%s' -- \"$word\")", words);
	write_bash_function(program, top, places, out);
	fprintf(out, "_%s()\n{\n\tlocal i\n\tfor ((i = 1; i < COMP_CWORD; i++)); do\n\t\tcase ${COMP_WORDS[i]} in\n",
		program->name);
	for (const struct option_row *row = program->rows; row->name; row++)
		if (row->argument) {
			g_autoptr(GString) forms = g_string_new(NULL);
			append_names(forms, row);
			fprintf(out, "\t\t%s) ((i++)) ;;\n", forms->str);
		}
	fprintf(out, "\t\t%s) _%s_${COMP_WORDS[i]}; return ;;\n\t\tesac\n\tdone\n\t%s\n}\n", names->str, program->name, top);
}

static void write_bash(const struct program *program, FILE *out)
{
	g_autofree char *function = g_strdup_printf("_%s", program->name);

	fprintf(out, "# bash completion of %s\n", program->name);
	if (program->commands)
		write_bash_commands(program, out);
	else
		write_bash_function(
			program, function, "$(compgen -W \"$(" DATABASES ")\" -- \"$word\") $(compgen -f -- \"$word\")", out);
	fprintf(out, "complete -o filenames -F _%s %s\n", program->name, program->name);
}

/* Escapes text in the single-quoted descriptions of zsh and fish. */
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
	fprintf(out, " \\\n\t'%s%s%s%s[", row->list || row->count ? "*" : "", prefix, name, row->argument && prefix[1] ? "=" : "");
	write_description(out, row->help, "[]:\\");
	fputc(']', out);
	if (row->words)
		fprintf(out, ":%s:(%s)", row->argument, row->words);
	else if (row->argument)
		fprintf(out, ":%s:%s", row->argument, takes(row, "FILE") ? "_files" : takes(row, "DIR") ? "_files -/" : "");
	fputc('\'', out);
}

static void write_zsh_options(const struct program *program, FILE *out)
{
	for (const struct option_row *row = program->rows; row->name; row++) {
		char letter[2] = { row->letter, '\0' };
		if (!is_shown(row))
			continue;
		if (row->letter)
			write_zsh_option(out, row, "-", letter);
		write_zsh_option(out, row, "--", row->name);
	}
}

/* Only the words after a command belong to it: zsh's *:: does that. */
static void write_zsh_commands(const struct program *program, FILE *out)
{
	for (const struct command *const *command = program->commands; *command; command++) {
		struct program whole = command_program(program, *command);
		fprintf(out, "_%s_%s() {\n\t_arguments -s", program->name, (*command)->name);
		write_zsh_options(&whole, out);
		fprintf(out, " \\\n\t'*:argument:_files'\n}\n");
		command_program_clear(&whole);
	}
	fprintf(out, "_%s_commands() {\n\tlocal -a commands\n\tcommands=(", program->name);
	for (const struct command *const *command = program->commands; *command; command++) {
		fprintf(out, "\n\t'%s:", (*command)->name);
		write_description(out, (*command)->brief, "");
		fputc('\'', out);
	}
	fprintf(out, ")\n\t_describe command commands\n}\nlocal state line\nlocal -A opt_args\n_arguments -C -s");
	write_zsh_options(program, out);
	fprintf(out, " \\\n\t'1:command:_%s_commands' \\\n\t'*::argument:->arguments'\n", program->name);
	fprintf(out, "[[ $state != arguments ]] || (( ! $+functions[_%s_$line[1]] )) || _%s_$line[1]\n", program->name,
		program->name);
}

static void write_zsh(const struct program *program, FILE *out)
{
	fprintf(out, "#compdef %s\n_%s_place() {\n\tlocal -a databases\n\tdatabases=(${(f)\"$(" DATABASES ")\"})\n", program->name,
		program->name);
	fprintf(out, "\tcompadd -a databases\n\t_files\n}\n");
	if (program->commands) {
		write_zsh_commands(program, out);
		return;
	}
	fprintf(out, "_arguments -s");
	write_zsh_options(program, out);
	fprintf(out, " \\\n\t'*:place:_%s_place'\n", program->name);
}

/* Writes the rows up to one without a name, or the end; condition: when fish offers them. */
static void write_fish_options(
	const char *name, const struct option_row *rows, const struct option_row *end, const char *condition, FILE *out)
{
	for (const struct option_row *row = rows; row->name && row != end; row++) {
		if (!is_shown(row))
			continue;
		fprintf(out, "complete -c %s%s -l %s", name, condition, row->name);
		if (row->letter)
			fprintf(out, " -s %c", row->letter);
		if (row->words)
			fprintf(out, " -x -a '%s'", row->words);
		else if (takes(row, "DIR"))
			fprintf(out, " -x -a '(__fish_complete_directories)'");
		else if (takes(row, "PLACE"))
			fprintf(out, " -x -a \"(" DATABASES ")\"");
		else if (row->argument)
			fputs(takes(row, "FILE") ? " -r -F" : " -x", out);
		fputs(" -d '", out);
		write_description(out, row->help, "\\");
		fputs("'\n", out);
	}
}

static void write_fish(const struct program *program, FILE *out)
{
	if (!program->commands)
		fprintf(out, "complete -c %s -a \"(" DATABASES ")\"\n", program->name);
	for (const struct command *const *command = program->commands; command && *command; command++) {
		struct program whole = command_program(program, *command);
		g_autofree char *condition = g_strdup_printf(" -n '__fish_seen_subcommand_from %s'", (*command)->name);
		fprintf(out, "complete -c %s -n __fish_use_subcommand -f -a %s -d '", program->name, (*command)->name);
		write_description(out, (*command)->brief, "\\");
		fputs("'\n", out);
		write_fish_options(program->name, whole.rows, whole.rows + whole.own, condition, out);
		command_program_clear(&whole);
	}
	write_fish_options(program->name, program->rows, NULL, "", out);
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
