/* The options of db2yaml that git calls, and those that set git up. */
#include "cmd/git_command.h"

#include "cmd/git_check.h"
#include "cmd/git_diff.h"
#include "cmd/git_merge.h"
#include "cmd/git_setup.h"

#define COMMAND_ERROR (g_quark_from_static_string("git-command"))

enum { DONE, TROUBLE = 2 };

bool git_is_asked(const struct git_options *options)
{
	return options->setup || options->remove || options->check || options->merge || options->diff;
}

static bool has_count(const GPtrArray *arguments, const char *option, const char *what, bool good, GError **error)
{
	if (!good)
		g_set_error(error, COMMAND_ERROR, 0, "--%s needs %s, found %u arguments", option, what, arguments->len);
	return good;
}

int git_command(const struct git_options *options, const GPtrArray *arguments, bool multiple_files, struct place_options *place,
	const char *color, GError **error)
{
	g_autoptr(GPtrArray) warnings = place->warnings = g_ptr_array_new_with_free_func(g_free);
	const struct yaml_read_options how = place_reading(place);
	guint count = arguments->len;

	if (options->setup + options->remove + options->check + options->merge + options->diff > 1)
		g_set_error(error, COMMAND_ERROR, 0,
			"--git-setup, --git-remove, --git-check, --git-merge and --git-diff exclude each other");
	else if (options->merge && has_count(arguments, "git-merge",
					   "what git has for %O %A %B %P: base, ours, theirs and the path", count == 4, error))
		return git_merge(arguments, multiple_files, &how, error);
	else if (options->diff &&
		 has_count(arguments, "git-diff", "the arguments that git gives to a diff driver", count == 1 || count >= 7, error))
		return git_diff(arguments, color, error) ? DONE : TROUBLE;
	else if (options->check && has_count(arguments, "git-check", "nothing else", !count, error))
		return git_check(&how, error);
	else if (options->setup)
		return git_setup(arguments, error) ? DONE : TROUBLE;
	else if (options->remove && has_count(arguments, "git-remove", "nothing else", !count, error))
		return git_remove(error) ? DONE : TROUBLE;
	return TROUBLE;
}
