/*
 * A change is one object as it is and as it should be. Changes are made from pairs of objects, judged by their kind, and propagated
 * along the dependency graph: when an object is re-created, so are its dependents.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/depend.h"
#include "catalog/snapshot.h"

enum fate {
	FATE_SAME,
	FATE_ALTER,  /* in place */
	FATE_REMAKE, /* dropped and re-created */
	FATE_CREATE,
	FATE_DROP,
};

/*
 * When a statement runs: first statements that undo, then those that create, then those that complete, as far as dependencies
 * allow. For a table that is re-created with its rows:
 *
 *     UNDO   DROP VIEW v                         in reverse of the order of catalog/kinds.h
 *            ALTER TABLE t RENAME TO t__old      renamed aside: references to it are dropped before, and its name is free
 *     MAKE   CREATE TABLE t (...)                in that order
 *            CREATE VIEW v AS ...
 *     LATE   INSERT INTO t SELECT ... FROM t__old
 *            DROP TABLE t__old
 *     LAST   ALTER TABLE t FORCE ROW LEVEL SECURITY
 *
 * One batch holds the statements of one change and stage; batches wait for each other (diff/order.h), whatever their stages.
 */
enum stage {
	STAGE_KEEP, /* data that would be lost is copied, see diff/keepsake.h */
	STAGE_UNDO,
	STAGE_MAKE,
	STAGE_FILL, /* kept data is restored */
	STAGE_LATE,
	STAGE_LAST, /* statements that would disturb the others */
	STAGE_COUNT,
};

struct batch;
struct keeping;
struct online;

struct change {
	/* The pair: set once. */
	const struct object *have, *want; /* NULL where it is not there */
	struct change *parent;		  /* of parts */
	bool renamed;

	/*
	 * The decision: what happens, and why. Judging and propagating set it; breaking a cycle of batches may change it once more.
	 */
	enum fate fate;
	const struct change
		*because; /* the change that causes this one though its object does not differ; NULL: none, or unknown */
	bool disturbs;	  /* altered so that its dependents must be dropped before and re-created after */
	bool aside;	  /* its old state is renamed aside, and dropped late: types, tables */
	/*
	 * table: detached from its parents or its type, and attached again: these are re-created, or changed in a way that it
	 * prevents
	 */
	bool detached;
	/* column: its type or collation is re-created, so it is converted although the name is the same */
	struct change *forced_type;
	bool forced_default; /* column: an object that its default uses is re-created */
	bool beside;	     /* column: re-created with its values, which were converted before, see diff/online/beside.h */
	bool stub;	     /* view: created with its columns only; its query follows when its dependencies exist */
	bool emptied; /* view: reduced to its columns, table: without defaults; dropped when dependents of the columns are gone */
	bool read;    /* table: statements read its rows with its owner's eyes: see diff/ddl/row_security.h */
	bool noted;   /* a note says which part of it SQL cannot change */

	/* The placement: where its statements go, made anew by each attempt of diff/plan.c. */
	/* whose statement makes it: CREATE TABLE its columns, an identity column its sequence; NULL: its own */
	struct change *made_by;
	struct change *undone_by; /* whose statement drops it; NULL: its own */
	struct change *evicts; /* renamed: whose name this one takes, which makes room under another name first, as they go round */
	const char *meanwhile; /* that other name */
	bool late_default;     /* column: its default is set when the objects that it uses exist */
	struct batch *batches[STAGE_COUNT];
};

struct changes {
	const struct snapshot *have, *want;
	const struct snapshot *given; /* have as changes_new() got it */
	/*
	 * have with the later names of extensions' members, of objects in renamed schemas, and of renamed objects: have; NULL: no
	 * name changes
	 */
	struct snapshot *followed;
	bool schemas_first; /* schemas are renamed first, and their objects have the new name from then on */
	struct pool *pool;
	GPtrArray *all;				      /* struct change *, parts after their parents */
	struct change **of_have, **of_want;	      /* by object->number */
	const struct depend *needs_have, *needs_want; /* NULL until something differs; the snapshots', or: */
	struct depend *own_have, *own_want;	      /* without edges that were guessed; NULL: none was dropped */
	GHashTable *owned_sequences; /* columns of either snapshot -> the sequence object that they own, if there is but one */
	GPtrArray *kept;	     /* char *: queries of diff/keep.c for the beginning */
	/* objects -> whether code with search_path runs for them, as far as it was asked: see diff/computes.h */
	GHashTable *computing;
	GHashTable *conversions;	 /* two types -> how values of the one become the other's: see diff/ddl/convert.h */
	GHashTable *shared_names;	 /* qualified, of constraints of several tables, of either side: see diff/ddl/not_null.c */
	struct aside_names *aside_names; /* see diff/aside_name.h */
	bool owners, privileges;	 /* compared */
	bool back;			 /* the plan is the way back, see diff/way_back.h */
	GHashTable *usual; /* columns of want that are not created next to the old ones -> the reason, char *; or NULL */
	const struct beside_left *left; /* the remains of such columns from an earlier attempt, which have lacks; or NULL */
	const struct online *online;	/* do not block other sessions, see diff/online/online.h; NULL: block them */
	const struct keeping *keeping;	/* keep data that would be lost, see diff/keepsake.h; NULL: lose it */
	GHashTable *given_back;		/* tables of want -> the kept data, const struct keepsake *; NULL: none */
	int target;			/* version of the server that changes; 0: unknown */
};

/* Whether there is anything to do. */
bool changes_any(const struct changes *);
/* The object that has the kind: want, else have. */
const struct object *change_object(const struct change *);
/* The change of its object's outermost parent, or itself. */
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
 * Whether the order of parts that exist before and after, followed by new ones, differs from the wanted one: columns, attributes.
 */
bool change_reorders(const struct changes *, const struct change *);
/* Whether the owner of a pair differs, as far as owners are compared and can be changed. */
bool change_differs_in_owner(const struct changes *, const struct change *);
/* The wanted comment of the object: its own, or its initial one. beside: the same object of the other snapshot; NULL: none. */
const char *change_comment(const struct object *, const struct object *beside);
/* Whether the comments differ. */
bool change_differs_in_comment(const struct object *have, const struct object *want);
/* Whether owner, comment or privileges differ, as far as they are compared. */
bool change_differs_in_common(const struct changes *, const struct change *);
/*
 * Whether another object's difference implies this one: of a part of a missing or unwanted object, a view's column, an implied
 * object.
 */
bool change_is_told_elsewhere(const struct changes *, const struct change *);
/* Takes the placement away, before another attempt. */
void change_forget_placement(struct change *);
/* The change with a difference that causes this one; NULL: it has one itself, or none is known. */
const struct change *change_root(const struct change *);
/* Whether the object is created or re-created. */
bool change_makes(const struct change *);
/* Whether the old object is dropped or re-created. */
bool change_undoes(const struct change *);
/* The change of another object of have or want; NULL for an object with only privileges, where these are not compared. */
struct change *changes_of_have(const struct changes *, const struct object *);
struct change *changes_of_want(const struct changes *, const struct object *);
/* Routines, operators and their classes, text search configurations and dictionaries: objects that expressions depend on. */
bool change_is_code(const struct kind *);
/* The same, and sequences: objects that defaults call. */
bool change_is_called(const struct kind *);
/* Whether the object of have depends on any of these that is dropped, or re-created. */
bool changes_needs_undone_code(const struct changes *, const struct object *);
