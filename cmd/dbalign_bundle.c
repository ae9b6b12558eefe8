/* dbalign bundle: a release as one file. */
#include <string.h>

#include "cmd/dbalign_run.h"
#include "migrate/bundle.h"

static struct {
	const char *output, *format;
} options;

static const struct option_row rows[] = {
	{ "output", 'o', "FILE", "write to FILE; default: PROJECT-NAME.tar and the like", .text = &options.output },
	{ "format", 0, "FORMAT", "tar; deb, a Debian package of it; spec, for rpmbuild; default: tar", .text = &options.format,
		.words = "tar deb spec" },
	{ 0 },
};

static bool find_format(enum bundle_format *format, GError **error)
{
	static const char *const words[] = { [BUNDLE_TAR] = "tar", [BUNDLE_DEB] = "deb", [BUNDLE_SPEC] = "spec" };

	*format = BUNDLE_TAR;
	if (!options.format)
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strcmp(options.format, words[i]) == 0) {
			*format = (enum bundle_format)i;
			return true;
		}
	return migrate_fail(error, MIGRATE_USAGE, "--format is tar, deb or spec");
}

static char *save(const struct project *project, const struct statement *release, enum bundle_format format, GError **error)
{
	g_autoptr(GBytes) bytes = release_is_of(release, project, error) ? bundle_make(project, release, format, error) : NULL;
	g_autofree char *path = options.output ? g_strdup(options.output) : bundle_file_name(project, release, format);
	gsize size = 0;
	gconstpointer text = bytes ? g_bytes_get_data(bytes, &size) : NULL;

	if (!bytes || (!g_file_set_contents(path, text, (gssize)size, error) && !migrate_fail_as(error, MIGRATE_FILES)))
		return NULL;
	return g_steal_pointer(&path);
}

static char *make(const struct project *project, const char *name, enum bundle_format format, GError **error)
{
	g_autofree char *newest = name ? NULL : release_newest(project->directory, NULL, error);
	struct statement *release = name || newest ? statement_read(project->directory, name ? name : newest, error) : NULL;
	char *path = NULL;

	if (release && release->kind == STATEMENT_RELEASE)
		path = save(project, release, format, error);
	else if (release)
		migrate_fail(error, MIGRATE_USAGE, "%s is not a release; expected such as R0007", name);
	statement_free(release);
	return path;
}

static int run(GPtrArray *arguments, GError **error)
{
	struct project *project = NULL;
	enum bundle_format format;
	g_autofree char *path = NULL;

	if (dbalign_arguments(arguments, 0, 1, NULL, error) && find_format(&format, error) && (project = dbalign_project(error)))
		path = make(project, arguments->len ? arguments->pdata[0] : NULL, format, error);
	project_free(project);
	return path ? dbalign_print_path("bundle", path, error) : dbalign_failed(error);
}

static const char *const examples[] = {
	"dbalign bundle R0001",
	"writes shop-R0001.tar",
	"dbalign apply --env prd --bundle shop-R0001.tar",
	"applies it, where there is nothing but env/prd.yaml",
	NULL,
};

const struct command command_bundle = {
	.name = "bundle",
	.usage = "[OPTION]... [NAME]",
	.brief = "write a release as one file",
	.summary =
		"Writes one tar of all that a release, by default the newest, is about: its changes and those before, its statement, report, "
		"approval and signatures, and the application's files that it names. The same files make the same bytes. It can be "
		"wrapped as a Debian package, or by rpmbuild.",
	.rows = rows,
	.examples = examples,
	.run = run,
};
