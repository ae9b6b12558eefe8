/*
 * yaml2db --keep: rows of dropped tables and values of dropped columns are not lost. They are kept in a schema of their own, and the
 * plan of the way back puts them back.
 *
 *     column   the table that loses columns is copied, by its key, before anything else is done: STAGE_KEEP
 *     label    rows whose enum loses the label that they have are noted in the same copy, with what they had
 *     table    it is moved with nothing but its columns; one that has parents is copied, and dropped as ever
 *     back     rows are updated by the key, or inserted, once the columns are there, and before anything checks them: STAGE_FILL
 *
 * Only types of PostgreSQL itself are kept as they are. Values of all others are kept as text: nothing that is kept depends on an
 * object of the database, which could not be dropped then.
 * diff/ddl/table_keepsake.c decides what is kept, diff/ddl/table_kept.c says the statements, diff/keepsake_script.c those around them.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/change.h"

struct plan;

/* What the statements are for. */
#define KEPT_CAUSE "what is dropped is kept"
#define GIVEN_BACK_CAUSE "what was kept is given back"

/* How a plan keeps what it would lose. */
struct keeping {
	const char *plan; /* names the pair of schemas, the same for both ways: part of the names of what is kept */
	GPtrArray *there; /* struct keepsake *: on the way back, what is kept on the way there; else NULL */
};

/* What is kept of one table. Objects are of the snapshot that the plan was asked for. */
struct keepsake {
	char *name;		    /* of the table that has it */
	const struct object *table; /* whose rows these are */
	bool whole;		    /* the table goes, and all its rows are kept */
	GPtrArray *columns;	    /* const struct object *: whose values are kept */
	GPtrArray *noted;	    /* const struct object *: whose values are kept where they are labels that go */
	GPtrArray *key;		    /* const struct object *: the columns by which values find their rows; NULL: the table goes */
};

/* Adds what is to be kept of a table that changes, the columns that it loses or all of it; NULL: nothing. The plan owns it. */
struct keepsake *keepsake_add(struct plan *, const struct changes *, const struct change *table);
/* As the free function of an array. */
void keepsake_free(gpointer kept);

/*
 * Whether values of a column of have would be lost with it: those of rows of its own table, not of its partitions' columns, which go
 * with its own.
 */
bool keepsake_would_lose(const struct changes *, const struct change *column);
/* Whether the remarks on its table name that already: that the values are kept, or are lost for want of a key. */
bool keepsake_reports(const struct changes *, const struct change *column);
/* The labels (const char *) that the enum loses which is the type of a column that stays, if they are noted; NULL: none are. */
GPtrArray *keepsake_labels(const struct changes *, const struct change *column);
/* Whether no value of an enum is lost with its labels, as all that are stored are kept, or noted. */
bool keepsake_has_labels(const struct changes *, const struct change *of);
/* Whether all rows of the table are kept, as it goes. */
bool keepsake_is_whole(const struct changes *, const struct change *table);
/* The columns (const struct object *, of have) of a key that stays, by which values find their rows again; NULL: there is none. */
GPtrArray *keepsake_key(const struct changes *, const struct change *table);
/* Tables, by their objects, and what was kept of them on the way there; NULL: nothing, or this is it. Unreference it. */
GHashTable *keepsake_given_back(const struct keeping *);
/* On the way back: what was kept of the table; NULL: nothing. */
const struct keepsake *keepsake_of(const struct changes *, const struct change *table);
/* On the way back: whether the column gets back its values, alone or with its whole table. */
bool keepsake_gives_back(const struct changes *, const struct change *column);
/* Whether a value of these columns may be another one once it has been kept as text, as a cast of somebody's own is called. */
bool keepsake_changes(const struct changes *, const GPtrArray *columns);
/* Whether values of a type are kept as text. */
bool keepsake_as_text(const char *type);
