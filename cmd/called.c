/* Programs called by Pyrseas' names. */
#include "cmd/called.h"

#include <string.h>

#define CALLED_ERROR (g_quark_from_static_string("called"))

enum { NAME_LETTERS_PYRSEAS = 32, NAME_LETTERS_MAX = 63 };

#define FILES "--multiple-files with --repository DIR has files below DIR/metadata"
#define CONFIGURATION \
	"what is to be added, and with which columns and triggers, stands in one file, the second argument of dbaugment"
const char *const called_gone[] = {
	"directory",
	FILES,
	"d",
	FILES,
	"extern",
	FILES,
	"merge-config",
	CONFIGURATION,
	"merge-specs",
	CONFIGURATION,
	NULL,
};

bool called_as(const char *argv0, const char *name)
{
	g_autofree char *base = argv0 ? g_path_get_basename(argv0) : NULL;

	return base && strcmp(base, name) == 0;
}

static bool says_what_it_is(const char *argument)
{
	static const char *const prefixes[] = { "db:", "file:", "git:" };

	for (size_t i = 0; i < G_N_ELEMENTS(prefixes); i++)
		if (g_str_has_prefix(argument, prefixes[i]))
			return true;
	return false;
}

char *called_database(const char *argument)
{
	bool document = g_str_has_suffix(argument, ".yaml") || g_str_has_suffix(argument, ".yml");

	return document || says_what_it_is(argument) ? g_strdup(argument) : g_strconcat("db:", argument, NULL);
}

char *called_document(const char *argument)
{
	bool plain = strcmp(argument, "-") != 0 && !says_what_it_is(argument) && !g_file_test(argument, G_FILE_TEST_IS_DIR);

	return plain ? g_strconcat("file:", argument, NULL) : g_strdup(argument);
}

int called_status(bool usage, bool failed)
{
	return usage ? 2 : failed ? 1 : 0;
}

unsigned called_name_letters(bool as_pyrseas, GError **error)
{
	const char *told = g_getenv("PYRSEAS_MAX_IDENT_LEN");
	guint64 number;

	if (!told || !*told)
		return as_pyrseas ? NAME_LETTERS_PYRSEAS : NAME_LETTERS_MAX;
	if (g_ascii_string_to_unsigned(told, 10, 1, NAME_LETTERS_MAX, &number, NULL))
		return (unsigned)number;
	g_set_error(error, CALLED_ERROR, 0, "PYRSEAS_MAX_IDENT_LEN: expected a number from 1 to %d, found \"%s\"", NAME_LETTERS_MAX,
		told);
	return 0;
}
