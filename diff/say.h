/*
 * Saying a statement: formatted, quoted, and put into the batch of the change and stage that it belongs to.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/change.h"
#include "diff/remark.h"

struct plan;

/* One change being said. have and want are the change's, for short. */
struct say {
	struct changes *changes;
	struct change *change;
	const struct object *have, *want;
	struct plan *plan;
	const struct change *written; /* the table whose rows say_on_rows() writes; NULL: the change's own */
	bool common;		      /* owner, comment and privileges are being said */
};

/*
 * Adds a statement to the change's stage, without final semicolon. %I identifier, %L literal, %D dollar-quoted, %s text as it is,
 * %d int, %O a struct object * by its qualified name as DDL wants it (with the arguments of a routine), %P the same of an object's
 * parent, %S as COMMENT ON calls it, %G as GRANT ... ON calls it: see diff/ddl/call.h. A statement about the database is for the
 * one in which it is run, and names it once.
 */
void say(struct say *, enum stage, const char *format, ...);
/*
 * The same of a statement that evaluates expressions, or fires triggers, on rows: it is marked where that runs code which needs a
 * path, see diff/computes.h.
 */
void say_on_rows(struct say *, enum stage, const char *format, ...);
/*
 * The same of one subcommand of ALTER TABLE for the table of the change's column: %I SET NOT NULL after "ALTER COLUMN". Those of
 * one table become one statement, see diff/join.h. RENAME is none, as PostgreSQL takes it alone.
 */
enum {
	ALTER_PLAIN = 0,
	ALTER_ONLY = 1,	   /* not its children */
	ALTER_ON_ROWS = 2, /* it evaluates expressions on rows */
};
void say_alter(struct say *, enum stage, int how, const char *format, ...);
/* The same appended to a text; it cannot name the database. */
void say_append(GString *out, const char *format, ...);
/* The stage's statements make a label of an enum that can be used only after COMMIT. */
void say_commit_before(struct say *, enum stage, const char *label);
/* Names a loss of data that the change's statements of that stage bring: they come as late as others permit. */
void say_loss(struct say *, enum stage, enum remark_code, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Names what no SQL can bring about, once. */
void say_note(struct say *, enum remark_code, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* text in upper case: a row's word as the keyword that it is. */
void say_append_keyword(GString *out, const char *before, const char *word);
/* ", " before every item of a list but the first. */
void say_comma(GString *out);
/* names as (a, b), each an identifier. */
void say_columns(GString *out, const struct names *names);
/* options as a=b, c=d; values quoted as the manual's storage_parameter wants them. */
void say_options(GString *out, const struct names *options);

/* What a name in a row of the object means, qualified. Of the pool. */
const char *say_relation(struct pool *, const struct object *, const struct qualified *);

/*
 * WORD name SET (...) and RESET (...) for what differs between two lists of options; clause is "ALTER TABLE %O", prefix "toast." or
 * "".
 */
void say_altered_options(struct say *, const char *alter, const struct object *, const struct names *have, const struct names *want,
	const char *prefix);
