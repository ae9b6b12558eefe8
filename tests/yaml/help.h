/* What the tests of yaml/ share: documents in, snapshots and texts out. */
#pragma once

#include <criterion/criterion.h>
#include <glib.h>
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/snapshot.h"
#include "catalog/snapshot_finish.h"
#include "yaml/load.h"
#include "yaml/write.h"

/* The snapshot of a document named t.yaml, finished; fails the test when it does not load. */
static inline struct snapshot *loaded(struct pool *pool, const char *text)
{
	struct snapshot *snapshot = snapshot_new(pool);
	GError *error = NULL;

	cr_assert(yaml_load_text(snapshot, "t.yaml", text, strlen(text), &error), "%s", error ? error->message : "");
	cr_assert(snapshot_finish(snapshot, &error), "%s", error ? error->message : "");
	return snapshot;
}

static inline char *written(const struct snapshot *snapshot, const struct yaml_write_options *options)
{
	GString *out = g_string_new(NULL);

	yaml_write_text(snapshot, out, options);
	return g_string_free(out, FALSE);
}

/* Loads the text, writes it, and compares with what is expected; then once more with what was written. */
static inline void check_written(const char *text, const char *expected)
{
	for (int i = 0; i < 2; i++) {
		struct pool *pool = pool_new();
		struct snapshot *snapshot = loaded(pool, i ? expected : text);
		g_autofree char *out = written(snapshot, NULL);

		cr_assert_str_eq(out, expected, "pass %d, found:\n%s\nexpected:\n%s", i + 1, out, expected);
		snapshot_free(snapshot);
		pool_free(pool);
	}
}

/* Expects loading to fail with exactly that message. */
static inline void check_error_n(const char *text, size_t length, const char *message)
{
	struct pool *pool = pool_new();
	struct snapshot *snapshot = snapshot_new(pool);
	GError *error = NULL;

	cr_assert_not(yaml_load_text(snapshot, "t.yaml", text, length, &error), "loads, expected: %s", message);
	cr_assert_str_eq(error->message, message, "found:    %s\nexpected: %s", error->message, message);
	g_error_free(error);
	snapshot_free(snapshot);
	pool_free(pool);
}

static inline void check_error(const char *text, const char *message)
{
	check_error_n(text, strlen(text), message);
}
