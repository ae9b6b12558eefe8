/*
 * A change is one object as it is and as it is to be. Changes are made of every pair of objects, judged by their kind, and widened
 * by what the dependency graph asks for: an object that is made again takes its dependents along.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/depend.h"
#include "catalog/snapshot.h"

enum fate {
	FATE_SAME,
	FATE_ALTER,  /* in place */
	FATE_REMAKE, /* dropped and made again */
	FATE_CREATE,
	FATE_DROP,
};

/*
 * When a statement runs: all that undoes, then all that makes, then what makes complete - as far as dependencies allow. A table
 * that is made again, and its rows:
 *
 *     UNDO   DROP VIEW v                         in reverse of the order of catalog/kinds.h
 *            ALTER TABLE t RENAME TO t__old      renamed aside: what refers to it goes before, its successor has the name free
 *     MAKE   CREATE TABLE t (...)                in that order
 *            CREATE VIEW v AS ...
 *     LATE   INSERT INTO t SELECT ... FROM t__old
 *            DROP TABLE t__old
 *     LAST   ALTER TABLE t FORCE ROW LEVEL SECURITY
 *
 * One batch holds the statements of one change and stage; batches wait for each other (diff/order.h), whatever their stages.
 */
enum stage {
	STAGE_KEEP, /* what would be lost is copied, see diff/keepsake.h */
	STAGE_UNDO,
	STAGE_MAKE,
	STAGE_FILL, /* what was kept is given back */
	STAGE_LATE,
	STAGE_LAST, /* what the others work without */
	STAGE_COUNT,
};

struct batch;
struct keeping;
struct online;

struct change {
	/* The pair: made once. */
	const struct object *have, *want; /* NULL where it is not there */
	struct change *parent;		  /* of parts */
	bool renamed;

	/*
	 * The decision: what happens, and because of what. Judging and widening make it; a circle of statements that wait for each
	 * other changes it once more.
	 */
	enum fate fate;
	const struct change *because; /* what makes it change though it is the same before and after; NULL: nothing, or not known */
	bool disturbs;		      /* altered in such a way that what depends on it must be gone meanwhile */
	bool aside;		      /* its old state is renamed aside, and dropped late: types, tables */
	/* table: taken from its parents, or the type that it is of, and put back: these are made again, or change as it cannot */
	bool detached;
	/* column: its type, or its collation, is made again, so it is converted though the name is the same */
	struct change *forced_type;
	bool forced_default; /* column: what its default uses is made again */
	bool beside;  /* column: made again with the values that it had, which were converted before, see diff/online/beside.h */
	bool stub;    /* view: made with its columns alone, its query follows when what that needs is there */
	bool emptied; /* view: left with its columns alone, table: without defaults; dropped when what needs the columns is gone */
	bool read;    /* table: statements read its rows with its owner's eyes: see diff/ddl/row_security.h */
	bool noted;   /* a note tells what of it no SQL can bring about */

	/* The placement: where its statements go, made anew by each attempt of diff/plan.c. */
	/* whose statement makes it: CREATE TABLE its columns, an identity column its sequence; NULL: its own */
	struct change *made_by;
	struct change *undone_by; /* whose statement drops it; NULL: its own */
	struct change *evicts; /* renamed: whose name this one takes, which makes room under another name first, as they go round */
	const char *meanwhile; /* that other name */
	bool late_default;     /* column: its default is set once what it uses is there */
	struct batch *batches[STAGE_COUNT];
};

struct changes {
	const struct snapshot *have, *want;
	const struct snapshot *given; /* have as changes_new() got it */
	/* the same as texts name extensions' members, what is in schemas, and renamed objects afterwards: have; NULL: no name moves */
	struct snapshot *followed;
	bool schemas_first; /* schemas are renamed before all else, and what is in them has its new name from then on */
	struct pool *pool;
	GPtrArray *all;				/* struct change *, parts after their parents */
	struct change **of_have, **of_want;	/* by object->number */
	struct depend *needs_have, *needs_want; /* NULL until something differs */
	GHashTable *owned_sequences; /* columns of either snapshot -> the sequence object that they own, if there is but one */
	GPtrArray *kept;	     /* char *: what diff/keep.c asks at the beginning */
	/* objects -> whether code is run for them by search_path, as far as it was asked: see diff/computes.h */
	GHashTable *computing;
	GHashTable *conversions;	 /* two types -> how values of the one become the other's: see diff/ddl/convert.h */
	GHashTable *shared_names;	 /* qualified, of constraints of several tables, of either side: see diff/ddl/not_null.c */
	struct aside_names *aside_names; /* see diff/aside_name.h */
	bool owners, privileges;	 /* compared */
	bool back;			 /* the plan is the way back, see diff/way_back.h */
	GHashTable *usual;		 /* columns of want that are not made beside the old ones -> why not, char *; or NULL */
	const struct beside_left *left;	 /* what an earlier attempt has left of such columns, and have lacks; or NULL */
	const struct online *online;	 /* others work meanwhile, see diff/online/online.h; NULL: they wait */
	const struct keeping *keeping;	 /* what would be lost is kept, see diff/keepsake.h; NULL: it is lost */
	GHashTable *given_back;		 /* tables of want -> what was kept of them, const struct keepsake *; NULL: nothing */
	int target;			 /* version of the server that is to change, of the side that tells one; 0: unknown */
};

/* Whether anything is to be done. */
bool changes_any(const struct changes *);
/* The object that says the kind: want, else have. */
const struct object *change_object(const struct change *);
/* The change of what its object is part of, or its own. */
const struct change *change_whole(const struct change *);
/* Whether the row's value differs; false unless both sides are there. */
bool change_differs(const struct change *, const struct attribute *);
/* The same by the row's name. */
bool change_differs_in(const struct change *, const char *attribute);
/* Whether that row differs, and no other. */
bool change_differs_only_in(const struct change *, const char *attribute);
/* Whether any row differs but incidental ones. */
bool change_differs_at_all(const struct change *);
/*
 * Whether the parts that are there before and after, and the new ones at their end, are in another order than they are to be:
 * columns, attributes.
 */
bool change_reorders(const struct changes *, const struct change *);
/* Whether the owner of a pair differs, as far as owners are compared and can be changed. */
bool change_differs_in_owner(const struct changes *, const struct change *);
/*
 * The comment that the object is to have: its own, or the one that it comes with. beside: the same object of the other snapshot;
 * NULL: there is none.
 */
const char *change_comment(const struct object *, const struct object *beside);
/* Whether the comments differ. */
bool change_differs_in_comment(const struct object *have, const struct object *want);
/* Whether owner, comment or privileges differ, as far as they are compared. */
bool change_differs_in_common(const struct changes *, const struct change *);
/*
 * Whether another object's difference tells that of this one: a part of what is missing or not wanted, a column of a view, what
 * another object implies.
 */
bool change_is_told_elsewhere(const struct changes *, const struct change *);
/* Takes the placement away, before another attempt. */
void change_forget_placement(struct change *);
/* The change that has a difference of its own from which this one follows; NULL: it has one itself, or none is known. */
const struct change *change_root(const struct change *);
/* Whether the object is to be there newly: created or made again. */
bool change_makes(const struct change *);
/* Whether the object as it was will be gone: dropped or made again. */
bool change_undoes(const struct change *);
/* The change of another object of have or want; NULL for one that says privileges alone, where these are not compared. */
struct change *changes_of_have(const struct changes *, const struct object *);
struct change *changes_of_want(const struct changes *, const struct object *);
/* Routines, operators and their classes, configurations and dictionaries of text search: what expressions name and hold on to. */
bool change_is_code(const struct kind *);
/* The same, and sequences: what defaults call. */
bool change_is_called(const struct kind *);
/* Whether the object of have needs some of that which goes, or is made again. */
bool changes_needs_undone_code(const struct changes *, const struct object *);
