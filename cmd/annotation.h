/*
 * Annotations: how CI shows a comparison or a plan, beside a line of a schema's file, in a list of test results, or as a comment on
 * a pull request. Names, texts and values come from people who are less trusted than the pipeline: each writer quotes them for its
 * format.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

#include "cmd/comparison.h"
#include "cmd/plan_view.h"

enum annotation_level { ANNOTATION_ERROR, ANNOTATION_WARNING, ANNOTATION_NOTICE };

/* The rule of a comparison that failed. */
#define ANNOTATION_FAILED "failed"

struct annotation {
	enum annotation_level level;
	const char *rule;      /* "missing", "not-wanted", "different", "failed"; of a plan "data-loss", "risk", "lock", "note" */
	char *object;	       /* "table public.film"; NULL: no particular object */
	char *text;	       /* "column a: type: wanted "bigint", found "integer"" */
	const char *file;      /* the document that defines the object; NULL: none does */
	unsigned line, column; /* from 1; 1 where the position is not known */
};

struct annotations {
	char *from, *to; /* the places, as messages name them */
	char *summary;	 /* "1 to add, 2 to change" */
	GPtrArray *all;	 /* struct annotation * */
	GString *script; /* the statements of a plan; NULL: this is a comparison */
};

/* From a comparison: the differences of objects, see diff/check.h, and of rows. annotations_free() the result. */
struct annotations *annotations_of_check(const struct comparison *, const GPtrArray *differences, const GPtrArray *rows);
/* From a plan: losses, constraints that rows may violate, tables locked while all their rows are read or written, and notes. */
struct annotations *annotations_of_plan(const struct plan_view *);
/* From a comparison that failed: its error message. */
struct annotations *annotations_of_error(const char *from, const char *to, const char *message);
/*
 * annotations_new() takes ownership of the summary and starts without annotations; annotations_add() adds one, takes ownership of
 * object and text; file is interned or outlives the annotations.
 */
struct annotations *annotations_new(const char *from, const char *to, char *summary);
struct annotation *annotations_add(
	struct annotations *, enum annotation_level, const char *rule, char *object, char *text, const char *file);
void annotations_free(struct annotations *);

/* The formats of the next two functions; a comparison also has "json". */
#define ANNOTATION_FORMATS "github gitlab junit sarif markdown"
/* Whether the text is one of ANNOTATION_FORMATS; NULL is not. */
bool annotation_is_format(const char *);
/*
 * Writes all of them (struct annotations *: of several comparisons, or of one plan) as one document in that format. Returns false
 * and sets the error when the file cannot be written.
 */
bool annotations_write(const GPtrArray *all, const char *format, FILE *, GError **);
