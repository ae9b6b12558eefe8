/* Finds and reads the command of a program that has commands. */
#include "cmd/command.h"

#include <string.h>

#include "yaml/suggest.h"

#define COMMAND_ERROR (g_quark_from_static_string("command"))

/* The command with that name; NULL with an error that names the nearest one. */
static const struct command *find(const struct program *program, const char *name, GError **error)
{
	g_autoptr(GPtrArray) known = g_ptr_array_new();

	for (const struct command *const *command = program->commands; *command; command++) {
		if (strcmp((*command)->name, name) == 0)
			return *command;
		g_ptr_array_add(known, (gpointer)(*command)->name);
	}
	g_ptr_array_add(known, NULL);
	const char *nearest = suggest_nearest(name, (const char *const *)known->pdata);
	g_set_error(error, COMMAND_ERROR, 0, "unknown command \"%s\"%s%s%s", name, nearest ? "; did you mean \"" : "",
		nearest ? nearest : "", nearest ? "\"?" : "");
	return NULL;
}

static size_t count_rows(const struct option_row *rows)
{
	size_t count = 0;

	while (rows && rows[count].name)
		count++;
	return count;
}

struct program command_program(const struct program *program, const struct command *command)
{
	size_t own = count_rows(command->rows), all = own + count_rows(program->rows);
	struct option_row *rows = g_new0(struct option_row, all + 1);

	if (own)
		memcpy(rows, command->rows, own * sizeof(*rows));
	memcpy(rows + own, program->rows, (all - own) * sizeof(*rows));
	return (struct program){
		.name = g_strdup_printf("%s %s", program->name, command->name),
		.usage = command->usage,
		.summary = command->summary,
		.examples = command->examples,
		.rows = rows,
		.own = own,
	};
}

void command_program_clear(struct program *program)
{
	g_free((char *)program->name);
	g_free((struct option_row *)program->rows);
}

bool command_parse(
	const struct program *program, int argc, char *argv[], const struct command **command, GPtrArray *arguments, GError **error)
{
	g_autoptr(GPtrArray) rest = g_ptr_array_new();

	*command = NULL;
	if (!options_parse(program, argc, argv, rest, error))
		return false;
	if (!rest->len)
		return true;
	if (!(*command = find(program, rest->pdata[0], error)))
		return false;
	struct program whole = command_program(program, *command);
	bool good = options_parse(&whole, (int)rest->len, argv + (argc - (int)rest->len), arguments, error);
	command_program_clear(&whole);
	return good;
}
