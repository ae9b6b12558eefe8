/* The folder that a failed proof leaves. */
#include "prove/evidence.h"

#include "catalog/secret.h"
#include "catalog/secret_find.h"
#include "prove/anonymous.h"
#include "yaml/write.h"

static bool write_file(const char *folder, const struct evidence_file *file, const struct anonymous *anonymous, GError **error)
{
	g_autoptr(GPtrArray) secrets = secret_find(file->text);
	g_autofree char *hidden = secret_hide(file->text, secrets), *named = anonymous ? anonymous_text(anonymous, hidden) : NULL;
	g_autofree char *path = g_build_filename(folder, file->name, NULL);

	return g_file_set_contents(path, named ? named : hidden, -1, error);
}

static bool write_snapshot(
	const char *folder, const char *name, const struct snapshot *snapshot, const struct anonymous *anonymous, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);

	yaml_write_text(snapshot, text, NULL);
	return write_file(folder, &(struct evidence_file){ name, text->str }, anonymous, error);
}

char *evidence_write(struct scratch *scratch, const struct snapshot *have, const struct snapshot *want,
	const struct evidence_file *files, size_t count, bool anonymously, GError **error)
{
	const struct snapshot *const snapshots[] = { have, want };
	struct anonymous *anonymous = anonymously ? anonymous_new(scratch, snapshots, G_N_ELEMENTS(snapshots), error) : NULL;
	g_autofree char *folder = anonymous || !anonymously ? g_dir_make_tmp("pgcanon-proof-XXXXXX", error) : NULL;
	bool good = folder && write_snapshot(folder, "have.yaml", have, anonymous, error) &&
		    write_snapshot(folder, "want.yaml", want, anonymous, error);

	for (size_t i = 0; good && i < count; i++)
		good = write_file(folder, &files[i], anonymous, error);
	anonymous_free(anonymous);
	return good ? g_steal_pointer(&folder) : NULL;
}
