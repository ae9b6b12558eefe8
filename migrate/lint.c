/* Checks the files of a project. */
#include "migrate/lint.h"

#include <string.h>

#include "migrate/file.h"
#include "migrate/lint_environment.h"
#include "migrate/lint_text.h"
#include "migrate/lint_variable.h"
#include "migrate/load.h"

static void finding_free(struct finding *finding)
{
	g_free(finding->path);
	g_free(finding->text);
	g_free(finding);
}

GPtrArray *findings_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
}

/* Adds a finding whose text has its position. */
static void add(GPtrArray *findings, bool warning, char *text)
{
	struct finding *finding = g_new0(struct finding, 1);

	finding->warning = warning;
	finding->text = text;
	g_ptr_array_add(findings, finding);
}

void lint_error(const struct lint *lint, GError *error)
{
	add(lint->findings, false, g_strdup(error->message));
	g_error_free(error);
}

/* Only the first mistake in a header is reported; checks that depend on directives are skipped then. */
static void check_way_back(struct lint *lint)
{
	const struct change_file *back = change_file(lint->change, FILE_ROLLBACK);
	g_autofree char *path = file_kind_path(FILE_ROLLBACK, lint->change->name);

	lint->file = change_file(lint->change, FILE_BUILD);
	if (!lint->header || !lint->file)
		return;
	if (!lint->header->irreversible && !back)
		lint_say(lint, false, NULL, "%s is missing: write it, or say `-- irreversible: REASON` here", path);
	else if (lint->header->irreversible && back)
		lint_say(lint, true, NULL, "says that there is no way back, and %s is there", path);
}

void lint_change(const struct project *project, const struct numbered_change *change, GPtrArray *findings)
{
	struct lint lint = { project, change, change->header, NULL, findings };
	g_autoptr(GHashTable) used = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < change->files->len; i++) {
		lint.file = change->files->pdata[i];
		if (!lint.file->text || !lint_bytes(&lint) || lint.file->kind == FILE_EXPECT)
			continue;
		GPtrArray *statements = lint_statements(&lint);
		if (!statements)
			continue;
		lint_note_variables(statements, used);
		g_ptr_array_unref(statements);
	}
	check_way_back(&lint);
	for (guint i = 0; lint.file && lint.header && i < lint.header->variables->len; i++) {
		const char *name = ((struct variable_declaration *)lint.header->variables->pdata[i])->name;
		if (!g_hash_table_contains(used, name))
			lint_say(&lint, true, NULL, "variable \"%s\" is declared, and no file of the change uses it", name);
	}
}

/* Reads the existing files, and the header if it is valid. The project has reported missing files. */
static void load(const struct project *project, struct numbered_change *change, GPtrArray *findings)
{
	for (guint i = 0; i < change->files->len; i++) {
		struct change_file *file = change->files->pdata[i];
		struct lint lint = { project, change, NULL, file, findings };
		g_autofree char *path = file_path(project->directory, file->path);
		GError *error = NULL;
		char sha256[65];
		if (!g_file_test(path, G_FILE_TEST_EXISTS))
			continue;
		if (!(file->text = file_read(path, &file->length, &error))) {
			lint_error(&lint, error);
			continue;
		}
		file_hash(file->text, file->length, sha256);
		if (*file->sha256 && strcmp(file->sha256, sha256) != 0)
			lint_say(&lint, false, NULL, "is not what the manifest says; `dbalign hash` brings that up to date");
		if (file->kind == FILE_BUILD && !(change->header = header_read(file->path, file->text, &error)))
			lint_error(&lint, error);
	}
}

static void note_declared(const struct numbered_change *change, GHashTable *declared)
{
	for (guint i = 0; change->header && i < change->header->variables->len; i++)
		g_hash_table_replace(declared, g_strdup(((struct variable_declaration *)change->header->variables->pdata[i])->name),
			g_strdup(change->name));
}

static void lint_changes(const struct project *project, const GPtrArray *changes, GHashTable *declared, GPtrArray *findings)
{
	for (guint i = 0; i < changes->len; i++) {
		load(project, changes->pdata[i], findings);
		lint_change(project, changes->pdata[i], findings);
		note_declared(changes->pdata[i], declared);
		change_unload(changes->pdata[i]);
	}
}

static void tell_optional(const struct project *project, GPtrArray *findings)
{
	guint before = 0, after = 0;

	for (guint i = 0; project->contracts_optional && i < project->changes->len; i++) {
		before += !change_file(project->changes->pdata[i], FILE_PRE);
		after += !change_file(project->changes->pdata[i], FILE_POST);
	}
	if (before || after)
		add(findings, true,
			g_strdup_printf("contracts are optional: of %u changes %u have no precondition, and %u no postcondition",
				project->changes->len, before, after));
}

GPtrArray *lint_project(const char *directory, GError **error)
{
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	struct project *project = project_read(directory, problems, error);
	g_autoptr(GHashTable) declared = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	GPtrArray *findings = project ? findings_new() : NULL;

	if (!project)
		return NULL;
	for (guint i = 0; i < problems->len; i++)
		add(findings, false, g_strdup(problems->pdata[i]));
	lint_changes(project, project->changes, declared, findings);
	lint_changes(project, project->drafts, declared, findings);
	lint_environments(project, declared, findings);
	tell_optional(project, findings);
	project_free(project);
	return findings;
}

char *finding_describe(const struct finding *finding)
{
	if (!finding->path)
		return g_strdup(finding->text);
	return finding->line ? g_strdup_printf("%s:%zu:%zu: %s", finding->path, finding->line, finding->column, finding->text)
			     : g_strdup_printf("%s: %s", finding->path, finding->text);
}

bool findings_none(const GPtrArray *findings, GError **error)
{
	g_autoptr(GPtrArray) errors = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < findings->len; i++)
		if (!((struct finding *)findings->pdata[i])->warning)
			g_ptr_array_add(errors, finding_describe(findings->pdata[i]));
	return problems_none(errors, MIGRATE_FILES, error);
}
