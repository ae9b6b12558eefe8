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

/* The rule of what could not be compared. */
#define ANNOTATION_FAILED "failed"

struct annotation {
	enum annotation_level level;
	const char *rule;      /* "missing", "not-wanted", "different", "failed"; of a plan "data-loss", "risk", "lock", "note" */
	char *object;	       /* "table public.film"; NULL: no object in particular */
	char *text;	       /* "column a: type: wanted "bigint", found "integer"" */
	const char *file;      /* the document that has the object; NULL: none does */
	unsigned line, column; /* 1 and up; 1 where the file has no place for it */
};

struct annotations {
	char *from, *to; /* the places, as messages call them */
	char *summary;	 /* "1 to add, 2 to change" */
	GPtrArray *all;	 /* struct annotation * */
	GString *script; /* the statements of a plan; NULL: a comparison */
};

/* Of a comparison: what differs, see diff/check.h, and whose rows do. */
struct annotations *annotations_of_check(const struct comparison *, const GPtrArray *differences, const GPtrArray *rows);
/* Of a plan: what is lost, what rows can refuse, tables that are locked while all their rows are read or written, and notes. */
struct annotations *annotations_of_plan(const struct plan_view *);
/* Of places that could not be compared: the error. */
struct annotations *annotations_of_error(const char *from, const char *to, const char *message);
/* What has nothing but places and a summary, whose text it takes; and one more, which takes the texts. file is interned, or lives on. */
struct annotations *annotations_new(const char *from, const char *to, char *summary);
struct annotation *annotations_add(
	struct annotations *, enum annotation_level, const char *rule, char *object, char *text, const char *file);
void annotations_free(struct annotations *);

/* What the next two take; of a comparison also "json". */
#define ANNOTATION_FORMATS "github gitlab junit sarif markdown"
/* Whether it is one of them; NULL is none. */
bool annotation_is_format(const char *);
/*
 * Prints all of them (struct annotations *), of several comparisons or a plan, as one document of that format. False with an error
 * where it cannot be written.
 */
bool annotations_write(const GPtrArray *all, const char *format, FILE *, GError **);
