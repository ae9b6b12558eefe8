/* Startup and errors of a program without commands. */
#include "cmd/start.h"

#include "cmd/completion.h"
#include "cmd/output.h"
#include "cmd/terminal.h"

enum start start_program(const struct program *program, const struct start_options *options, int argc, char *argv[],
	GPtrArray *places, GError **error)
{
	if (!options_parse(program, argc, argv, places, error) || !terminal_init(options->color, options->quiet, error))
		return START_USAGE;
	inside_show(options->show_queries, 0);
	if (!options->completion && !options->help && !options->version)
		return START_WORK;
	if (options->completion && !completion_write(program, options->completion, stdout, error))
		return START_USAGE;
	if (!options->completion)
		(options->help ? options_help : options_version)(program, stdout);
	return output_finish(error) ? START_ANSWERED : START_UNWRITTEN;
}

void start_tell(const struct program *program, const GError *error, bool usage)
{
	if (error && usage)
		terminal_error("%s\ntry \"%s --help\"", error->message, program->name);
	else if (error)
		terminal_error("%s", error->message);
}
