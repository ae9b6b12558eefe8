/* Lists possible renames. */
#include "cmd/renames.h"

#include "cmd/output.h"
#include "cmd/terminal.h"
#include "yaml/scalar.h"

char *rename_entry(const struct remark *remark)
{
	GString *line = g_string_new(NULL);

	scalar_write(line, remark->subject);
	g_string_append(line, ": ");
	scalar_write(line, remark->old);
	return g_string_free(line, false);
}

bool renames_print(const struct plan *plan, FILE *file, GError **error)
{
	for (guint i = 0; i < plan->look_alikes->len; i++) {
		g_autofree char *entry = rename_entry(plan->look_alikes->pdata[i]);
		fprintf(file, "%s  %s\n", i ? "" : "renames:\n", entry);
	}
	return output_finish(error);
}

bool renames_none(const struct plan *plan, GError **error)
{
	for (guint i = 0; i < plan->look_alikes->len; i++)
		terminal_error("perhaps a rename: %s", remark_text(plan->look_alikes, i));
	if (plan->look_alikes->len)
		g_set_error(error, PLAN_ERROR, 0,
			"nothing was written, since an object dropped and one created may be one renamed: say so by oldname, or in the section "
			"renames of the document, where an empty value says that it is none");
	return !plan->look_alikes->len;
}
