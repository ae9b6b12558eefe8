/*
 * A change: the files that share a basename, NUMBER_SLUG, in the folders of a project.
 *
 *	build/00042_add_iban.sql      the change
 *	rollback/00042_add_iban.sql   undoes it
 *	pre/00042_add_iban.sql        what must hold before
 *	post/00042_add_iban.sql       what must hold after
 *	expect/00042_add_iban.yaml    the canonical schema after it, by db2yaml
 *	test/00042_add_iban*.sql      pgTAP tests, any number
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "migrate/header.h"

enum file_kind { FILE_BUILD, FILE_ROLLBACK, FILE_PRE, FILE_POST, FILE_EXPECT, FILE_TEST, FILE_KINDS };

/* The name of its folder: "build"; the suffix of its files: ".sql"; the path of a change's file, to be freed. */
const char *file_kind_name(enum file_kind);
const char *file_kind_suffix(enum file_kind);
char *file_kind_path(enum file_kind, const char *name);

struct change_file {
	enum file_kind kind;
	char *path;	 /* relative to the project's directory: "build/00042_add_iban.sql" */
	char sha256[65]; /* of its bytes, in hexadecimal: from the manifest, or as read where the manifest does not have it yet */
	char *text;	 /* its bytes, and a NUL; NULL: not loaded */
	size_t length;
};

struct numbered_change {
	int number;	       /* from 1, without gaps */
	char *slug;	       /* add_iban */
	char *name;	       /* 00042_add_iban */
	GPtrArray *files;      /* struct change_file *, in order of kind, then path */
	char head[65];	       /* SHA-256 of the chain up to and including this change */
	struct header *header; /* from its build file; NULL: not loaded */
};

/* The file of that kind, the first of several; NULL: it has none. */
struct change_file *change_file(const struct numbered_change *, enum file_kind);

/* Stands for the number of a change in a branch, until it gets its number. */
#define CHANGE_UNNUMBERED "XXXXX"

/* Whether a text can be a slug: letters, digits, _ and -, up to 150. */
bool change_slug_allowed(const char *slug);
/* 00042_add_iban; free it. */
char *change_name(int number, const char *slug);
/* The slug in a name, and its number; NULL: it is not a change's name. */
const char *change_split_name(const char *name, int *number);

/* Without files; free it by change_free. */
struct numbered_change *change_new(int number, const char *slug);
void change_free(struct numbered_change *);
struct change_file *change_add_file(struct numbered_change *, enum file_kind, const char *path);

/* Sorts by number, those without one last, then by slug; also the files of each. */
void changes_sort(GPtrArray *changes);
