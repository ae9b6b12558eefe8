/* A merge driver for git. */
#include "cmd/git_merge.h"

#include <string.h>

#include "cmd/git.h"
#include "cmd/output.h"
#include "cmd/terminal.h"
#include "yaml/merge_document.h"

enum { MERGED, CONFLICT, TROUBLE };

static void tell(const char *path, const struct merge *merge)
{
	for (guint i = 0; i < merge->notes->len; i++)
		terminal_note("%s: %s", path, (char *)merge->notes->pdata[i]);
	for (guint i = 0; i < merge->conflicts->len; i++)
		terminal_error("%s: conflict: %s", path, (char *)merge->conflicts->pdata[i]);
}

/* Merges by lines when a version does not load or differs in form from the others; the result is always reported as a conflict. */
static int merge_by_lines(char *const files[], const char *path, const GError *why, GError **error)
{
	terminal_error("%s: conflict: merged by lines, look at it: %s", path, why->message);
	return git_merge_lines(files[1], files[0], files[2], error) ? CONFLICT : TROUBLE;
}

/* Whether git's configuration asks for conflicts with the base. */
static bool wants_base(void)
{
	static const char *const ask[] = { "config", "--get", "merge.conflictStyle", NULL };
	g_autofree char *style = git_line(ask, NULL);

	return style && g_str_has_suffix(style, "diff3");
}

static int merge_versions(char *const files[], const char *path, bool part, const struct version versions[],
	const struct yaml_read_options *options, GError **error)
{
	g_autoptr(GError) why = NULL;
	struct merge merge;
	int status;

	merge_init(&merge);
	merge.with_base = wants_base();
	if (!merge_document(path, versions, part, options, &merge, &why)) {
		status = merge_by_lines(files, path, why, error);
	} else {
		tell(path, &merge);
		status = !output_write(&(struct output){ files[1], merge.text }, 1, error) ? TROUBLE
			 : merge.conflicts->len						   ? CONFLICT
											   : MERGED;
	}
	merge_clear(&merge);
	return status;
}

int git_merge(const GPtrArray *arguments, bool part, const struct yaml_read_options *options, GError **error)
{
	/* in git's order: %O %A %B */
	char *const files[] = { arguments->pdata[0], arguments->pdata[1], arguments->pdata[2] };
	char *texts[MERGE_SIDES] = { NULL };
	struct version versions[MERGE_SIDES];
	int status = TROUBLE;
	bool good = true;

	for (enum merge_side side = MERGE_BASE; good && side < MERGE_SIDES; side++) {
		good = g_file_get_contents(files[side], &texts[side], &versions[side].length, error);
		versions[side].text = texts[side];
	}
	if (good)
		status = merge_versions(files, arguments->pdata[3], part, versions, options, error);
	for (enum merge_side side = MERGE_BASE; side < MERGE_SIDES; side++)
		g_free(texts[side]);
	return status;
}
