/* Reads a project and compares its manifest with the names of its files. */
#include "migrate/project.h"

#include <string.h>

#include "migrate/folder.h"
#include "migrate/manifest.h"
#include "migrate/project_file.h"

enum { PROBLEMS_SHOWN = 20 };

__attribute__((format(printf, 2, 3))) static void problem(GPtrArray *problems, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_ptr_array_add(problems, g_strdup_vprintf(format, arguments));
	va_end(arguments);
}

bool problems_none(const GPtrArray *problems, enum migrate_status status, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < MIN(problems->len, PROBLEMS_SHOWN); i++)
		g_string_append_printf(text, "%s%s", i ? "\n" : "", (const char *)problems->pdata[i]);
	if (problems->len > PROBLEMS_SHOWN)
		g_string_append_printf(text, "\nand %u more", problems->len - PROBLEMS_SHOWN);
	return !problems->len || migrate_fail(error, status, "%s", text->str);
}

/* Reads the manifest; the first mistake ends it and becomes a problem. */
static void read_manifest(struct project *project, GPtrArray *problems)
{
	g_autoptr(GError) error = NULL;

	manifest_start(project->uuid, project->head);
	if (!manifest_load(project->directory, project->uuid, project->changes, &error))
		problem(problems, "%s", error->message);
	else if (project->changes->len)
		memcpy(project->head, ((struct numbered_change *)project->changes->pdata[project->changes->len - 1])->head,
			sizeof(project->head));
}

static bool has_path(const struct numbered_change *change, const char *path)
{
	for (guint i = 0; i < change->files->len; i++)
		if (strcmp(((struct change_file *)change->files->pdata[i])->path, path) == 0)
			return true;
	return false;
}

/* Compares a change of the manifest with the files of that name. */
static void compare_files(const struct numbered_change *change, const struct numbered_change *found, GPtrArray *problems)
{
	if (!found) {
		problem(problems, "build/%s.sql is missing, which the manifest has", change->name);
		return;
	}
	for (guint i = 0; i < change->files->len; i++) {
		const struct change_file *file = change->files->pdata[i];
		if (!has_path(found, file->path))
			problem(problems, "%s is missing, which the manifest has", file->path);
	}
	for (guint i = 0; i < found->files->len; i++) {
		const struct change_file *file = found->files->pdata[i];
		if (!has_path(change, file->path))
			problem(problems, "%s is not in the manifest; `dbalign hash` adds it", file->path);
	}
}

static void report_draft(const struct project *project, const struct numbered_change *draft, GPtrArray *problems)
{
	const struct numbered_change *last = project->changes->len ? project->changes->pdata[project->changes->len - 1] : NULL;

	if (last && draft->number && draft->number <= last->number)
		problem(problems,
			"build/%s.sql came later than %s, with which the manifest ends; `dbalign renumber --onto BRANCH` gives it "
			"the next number",
			draft->name, last->name);
	else if (draft->number)
		problem(problems, "build/%s.sql is not in the manifest; `dbalign hash` adds it", draft->name);
}

/* Compares the manifest with the files; changes that it does not have become drafts. */
static void compare(struct project *project, GPtrArray *found, GPtrArray *problems)
{
	g_autoptr(GHashTable) by_name = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < found->len; i++)
		g_hash_table_insert(by_name, ((struct numbered_change *)found->pdata[i])->name, found->pdata[i]);
	for (guint i = 0; i < project->changes->len; i++) {
		const struct numbered_change *change = project->changes->pdata[i];
		compare_files(change, g_hash_table_lookup(by_name, change->name), problems);
		g_hash_table_remove(by_name, change->name);
	}
	for (guint i = 0; i < found->len; i++) {
		struct numbered_change *change = found->pdata[i];
		if (!g_hash_table_contains(by_name, change->name))
			continue;
		report_draft(project, change, problems);
		g_ptr_array_add(project->drafts, change);
		found->pdata[i] = NULL;
	}
}

static void check_contracts(const struct project *project, GPtrArray *problems)
{
	static const struct {
		enum file_kind kind;
		const char *what;
	} parts[] = { { FILE_PRE, "precondition" }, { FILE_POST, "postcondition" } };

	for (guint i = 0; !project->contracts_optional && i < project->changes->len; i++)
		for (size_t j = 0; j < G_N_ELEMENTS(parts); j++) {
			const struct numbered_change *change = project->changes->pdata[i];
			g_autofree char *path = file_kind_path(parts[j].kind, change->name);
			if (!change_file(change, parts[j].kind))
				problem(problems,
					"%s is missing: a change without %s is an error; write it, or say `contracts: optional` "
					"in project.yaml",
					path, parts[j].what);
		}
}

/* A thread reads thousands of names while the manifest is read. */
struct scan {
	const char *directory;
	GPtrArray *problems;
	GError *error;
};

static void *scan_folder(void *data)
{
	struct scan *scan = data;

	return folder_read(scan->directory, scan->problems, &scan->error);
}

struct project *project_read(const char *directory, GPtrArray *problems, GError **error)
{
	struct project *project = g_new0(struct project, 1);
	struct scan scan = { directory, problems };
	g_autoptr(GPtrArray) of_manifest = g_ptr_array_new();

	project->directory = g_strdup(directory);
	project->changes = g_ptr_array_new_with_free_func((GDestroyNotify)change_free);
	project->drafts = g_ptr_array_new_with_free_func((GDestroyNotify)change_free);
	if (!project_file_read(project, error)) {
		project_free(project);
		return NULL;
	}
	GThread *thread = g_thread_new("scan", scan_folder, &scan);
	read_manifest(project, of_manifest);
	GPtrArray *found = g_thread_join(thread);
	g_ptr_array_extend_and_steal(problems, g_ptr_array_ref(of_manifest));
	if (!found) {
		g_propagate_error(error, scan.error);
		project_free(project);
		return NULL;
	}
	compare(project, found, problems);
	check_contracts(project, problems);
	g_ptr_array_unref(found);
	return project;
}

struct project *project_open(const char *directory, GError **error)
{
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	struct project *project = project_read(directory, problems, error);

	if (project && problems_none(problems, MIGRATE_FILES, error))
		return project;
	project_free(project);
	return NULL;
}

void project_free(struct project *project)
{
	if (!project)
		return;
	g_free(project->directory);
	g_free(project->name);
	g_free(project->uuid);
	g_free(project->format);
	g_free(project->role);
	g_free(project->search_path);
	g_free(project->contracts);
	g_clear_pointer(&project->schemas, g_ptr_array_unref);
	g_ptr_array_unref(project->changes);
	g_ptr_array_unref(project->drafts);
	g_free(project);
}

struct numbered_change *project_change(const struct project *project, int number)
{
	return number >= 1 && (guint)number <= project->changes->len ? project->changes->pdata[number - 1] : NULL;
}
