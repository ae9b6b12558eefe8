/* db2yaml --normalize: replaces handwritten SQL in a document by the server's form. */
#include "cmd/normal.h"

#include <string.h>

#include "catalog/read/interrupt.h"
#include "cmd/output.h"
#include "cmd/script.h"
#include "cmd/terminal.h"
#include "prove/normalize.h"
#include "yaml/update.h"

static GPtrArray *statements(const struct plan *plan, bool together, void *data)
{
	(void)data;
	return script_statements(plan, NULL, together);
}

static struct snapshot *make(struct place *place, const struct snapshot *snapshot, const struct prove_options *options,
	const struct place_options *reading, GError **error)
{
	bool named_server = options->scratch && strcmp(options->scratch, "auto") != 0;

	/* objects on a server of the user's are removed first */
	if (named_server)
		interrupt_hold();
	struct scratch *scratch = prove_open(place, place, options, reading, error);
	struct snapshot *normal = scratch ? normalize(scratch, snapshot, statements, NULL, error) : NULL;
	scratch_free(scratch);
	terminal_progress(NULL);
	if (named_server)
		interrupt_release();
	return normal;
}

bool normal_write(struct place *place, const struct snapshot *snapshot, const char *output, const struct prove_options *options,
	const struct place_options *reading, GError **error)
{
	const struct yaml_read_options how = place_reading(reading);
	g_autofree char *text = NULL;
	g_autoptr(GString) out = g_string_new(NULL);
	size_t length;

	if (!g_file_get_contents(place_path(place), &text, &length, error))
		return false;
	struct snapshot *normal = make(place, snapshot, options, reading, error);
	bool good = normal && yaml_update_text(snapshot, normal, place_path(place), text, length, true, &how, out, error) &&
		    output_write(&(struct output){ output, out }, 1, error);
	snapshot_free(normal);
	return good;
}
