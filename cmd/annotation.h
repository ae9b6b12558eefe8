/*
 * What CI shows of a comparison or a plan: beside the line of a schema's file, in a list of test results, or as a comment on a pull
 * request. Names, texts and values come from people who are less trusted than the pipeline: each writer quotes them for its format.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

#include "cmd/comparison.h"
#include "cmd/plan_view.h"

enum annotation_level { ANNOTATION_ERROR, ANNOTATION_WARNING, ANNOTATION_NOTICE };

struct annotation {
	enum annotation_level level;
	const char *rule;      /* "missing", "not-wanted", "different"; of a plan "data-loss", "risk", "lock", "note" */
	char *object;	       /* "table public.film"; NULL: no object in particular */
	char *text;	       /* "column a: type: wanted "bigint", found "integer"" */
	const char *file;      /* the document that has the object; NULL: none does */
	unsigned line, column; /* 1 and up; 1 where the file has no place for it */
};

struct annotations {
	const char *from, *to; /* the places, as messages call them */
	char *summary;	       /* "1 to add, 2 to change" */
	GPtrArray *all;	       /* struct annotation * */
	GString *script;       /* the statements of a plan; NULL: a comparison */
};

/* Of a comparison: what differs, see diff/check.h, and whose rows do. */
struct annotations *annotations_of_check(const struct comparison *, const GPtrArray *differences, const GPtrArray *rows);
/* Of a plan: what is lost, what rows can refuse, tables that are locked while all their rows are read or written, and notes. */
struct annotations *annotations_of_plan(const struct plan_view *);
void annotations_free(struct annotations *);

/* "github gitlab junit sarif markdown": what the next two take. */
#define ANNOTATION_FORMATS "github gitlab junit sarif markdown"
/* Whether it is one of them; NULL is none. */
bool annotation_is_format(const char *);
/* Prints them in that format. False with an error where it cannot be written. */
bool annotations_write(const struct annotations *, const char *format, FILE *, GError **);
