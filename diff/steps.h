/* What a plan holds: statements in order, and what is to be known of them. diff/plan.h makes it; the statements of each change are said in diff/ddl. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "diff/remark.h"

/* One statement, without its final semicolon. */
struct step {
	char *sql;
	const struct object *object;  /* what it is about; of either snapshot */
	const struct object *because; /* what differs, where the object itself does not: it is recreated with it; else NULL */
	GPtrArray *with;	      /* const struct object *: others whose statements were joined to this one; NULL: none */
	const struct object *had;     /* what it changes, as it is before, whole: the table of a column; NULL: it is new */
	size_t subcommand; /* of ALTER TABLE: where in sql its first subcommand begins, to which others may be joined; 0: nowhere */
	const char
		*cause; /* what it is for, where that is no difference of the object: "owners and privileges are kept"; else NULL */
	bool common;	/* it says the owner, comment or privileges, for which no other statement waits */
	bool own_transaction; /* what it makes can be used only once it is committed: ALTER TYPE ... ADD VALUE */
	bool computes; /* it runs code on rows whose body leaves names to search_path: it is to run under the database's own */
	bool filtered; /* it fills a materialized view, which is to have the rows that policies show to its owner, and no others */
	bool loses;    /* data are lost by it: a loss of the plan names them */
	bool aside;    /* it makes, or fills, what is kept aside, which nobody else uses: see diff/keepsake.h */
	/*
	 * Where the text does not show it, as in a DO block of --keep or of the way back: the lock on the object's table under which
	 * the statement runs, and whether it reads or writes the rows (enum lock_work, see diff/lock.h). NULL: the text shows all.
	 */
	const char *held;
	unsigned work;
	bool batched; /* UPDATE ... WHERE ..., to be run for some rows after others, see diff/online/backfill.h */
};

/* Of what a risk counts. */
enum risk_unit {
	RISK_ROWS,	/* all rows of a table, any of which may be in the way */
	RISK_OFFENDERS, /* the rows that are in the way */
	RISK_NAMES,	/* no rows: names, see diff/maintenance.h */
};

/*
 * What rows can make fail: NOT NULL set where a row has NULL, a new key that two rows share. The rows that offend are counted in
 * the database as it is before, by SELECT <count> FROM <relation>, see diff/risk.h.
 */
struct risk {
	char *text; /* "column a of table public.t becomes NOT NULL: this fails if a row has NULL there" */
	const struct object *object;
	char *relation;	 /* qualified and quoted; NULL: none that has rows before can be asked */
	char *condition; /* of the rows that are in the way, over the relation's columns: "a IS NULL"; NULL: no condition tells */
	char *count;	 /* an expression over the relation's rows, an aggregate: count(*) FILTER (WHERE a IS NULL) */
	char *key;	 /* by which a row is called, "id, day"; NULL: the table has no primary key */
	char *examples;	 /* keys of rows that are in the way: "(1), (7)"; NULL: not asked for */
	enum risk_unit unit;
	long long number; /* what was counted; -1: not known */
};

/* How many objects are to be added, changed and dropped: each that a difference names, other than a note, counts once. */
struct counts {
	unsigned added, changed, dropped;
};

struct plan {
	GPtrArray *steps;	 /* struct step * */
	GPtrArray *losses;	 /* struct remark *, see diff/remark.h: each loss of data, named */
	GPtrArray *look_alikes;	 /* struct remark *: what may be no loss but a rename, and how to say so */
	GPtrArray *notes;	 /* struct remark *: what no SQL can bring about, such as the order of columns */
	struct counts counts;	 /* of the objects that differ */
	GPtrArray *risks;	 /* struct risk *: what rows can make fail */
	GPtrArray *kept;	 /* struct keepsake *: what is kept aside instead of being lost, see diff/keepsake.h */
	GPtrArray *transactions; /* struct online_transaction *, see diff/online/online.h; NULL: the plan is not one for that */
	/* the statement that fails where the plan is not meant to be run, and without which names are qualified; else NULL */
	char *guard;
};

enum plan_error {
	PLAN_CYCLE,	 /* objects need each other, and nothing can be put off */
	PLAN_MISSING,	 /* an object refers to what is in neither snapshot */
	PLAN_VERSION,	 /* the server that is to change is too old, or too new, for what an object says */
	PLAN_TEXT,	 /* a text of an object would make more than one statement of its own */
	PLAN_OLDNAME,	 /* an object is to be made of one that is not there */
	PLAN_INCOMPLETE, /* our mistake: an object differs and no statement says so, or the other way round */
	PLAN_FIXED, /* an extension that cannot be moved is to be in another schema, or a table changes whose row type is stored */
};
#define PLAN_ERROR (g_quark_from_static_string("plan"))
