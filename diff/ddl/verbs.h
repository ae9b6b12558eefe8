/*
 * How each kind of object speaks: what judges a pair of its objects, and the SQL that creates, alters and drops it. What a kind
 * leaves NULL is done by diff/ddl/plain.c from the rows of the kind.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

struct attribute;
struct batch;
struct change;
struct changes;
struct kind;
struct object;
struct plan;
struct say;
struct widening;

/* What becomes of an object that depends on another one. */
enum reaction {
	REACTION_NONE,		 /* it stays as it is, or its own statements, or the server, see to it */
	REACTION_LOOSEN,	 /* it is altered: its own statements let go of the other for a while */
	REACTION_BLOCK,		 /* it is altered, and what depends on it must be gone meanwhile */
	REACTION_RECREATE,	 /* dropped and created */
	REACTION_RECREATE_WHOLE, /* what it is part of is */
};

/*
 * A difference that needs no statement of its object's own, for the server does it along with another object's: what of the
 * difference, NULL being any, and whether that other object has its statement.
 */
struct told {
	const char *what;
	bool (*by)(const struct changes *, const struct change *);
};

struct verbs {
	const struct kind *kind;
	/*
	 * Over all changes, when a phase of diff/plan.c has done what it does for every kind; NULL: nothing. pair_all: pairs objects
	 * that are one though their names differ. judge_all: judges what follows from how others are judged. mark_first, before
	 * anything is widened, and mark_all, whenever something was: what is altered or made again for others, in ways that no
	 * dependency tells. place_all: whose statements make and drop what, before anything is said.
	 */
	void (*pair_all)(struct changes *);
	void (*judge_all)(struct changes *);
	void (*mark_first)(struct changes *);
	void (*mark_all)(struct changes *);
	void (*place_all)(struct changes *);
	/*
	 * Corrects fate (SAME, ALTER, REMAKE) and disturbs of a pair that differs, which its rows have judged (struct attribute,
	 * change), by what no row can tell; NULL: nothing.
	 */
	void (*judge)(const struct changes *, struct change *);
	/* Adds what in a pair may be renamed, to struct remark *, see diff/look_alike.h; NULL: nothing in it has a name */
	void (*add_look_alikes)(const struct changes *, const struct change *, GPtrArray *remarks);
	/* What becomes of a change when what its object depends on goes, is made again or must be gone meanwhile; NULL: reaction_plain */
	enum reaction (*on_dependency)(struct widening *, struct change *, struct change *cause);
	/* What follows for others from any change of the kind, before dependents are looked at; and from one whose dependents are. */
	void (*widen_first)(struct widening *, struct change *);
	void (*widen_users)(struct widening *, struct change *);
	/*
	 * What goes with an object of have, functions and all, before its successor is made: it cannot be renamed aside, for its
	 * functions would keep their names. NULL, or NULL of it: nothing.
	 */
	struct change *(*goes_first_with)(const struct changes *, const struct change *);
	/* Whether what is to go lets go of another object by its first statement, before it goes; NULL: no. */
	bool (*lets_go)(const struct change *, const struct change *needed);
	/* Whether what is altered lets go of an object of that kind before the rest that is done to it: of a default's sequence; NULL: no */
	bool (*loosens)(const struct kind *needed);
	/*
	 * Of a part of a child table, and the same part of its parent, which goes or comes: which batches wait for which; true where
	 * that is all that there is to wait for. undo, make: the batches of the part. NULL: nothing but what the graph tells.
	 */
	bool (*inherits_had)(struct changes *, struct change *part, struct change *upper, struct batch *undo);
	bool (*inherits_has)(struct change *part, struct change *upper, struct batch *make);
	/*
	 * Which batches wait for which, of what the dependency graph does not tell. Of any change, those of what stays the same too,
	 * once all statements are said.
	 */
	void (*add_edges)(struct changes *, struct change *);
	/* How DDL calls an object, where that is not its qualified name, of routines with their arguments: (integer AS text) of a cast. */
	void (*call)(GString *, const struct object *);
	/* Says how what it loses is kept, and given back, see diff/keepsake.h: of one that stays the same, too; NULL: nothing. */
	void (*keep)(struct say *);
	void (*create)(struct say *);
	void (*alter)(struct say *);
	void (*drop)(struct say *);
	/* create and alter say the clauses of the rows too; where not, each is an ALTER of its own after them. */
	bool says_clauses;
	/*
	 * Says ALTER ... RENAME of have's name to want's, whose parent, if any, has its own new name; of the two objects no more
	 * than struct object is there.
	 */
	void (*rename)(struct say *);
	/* Whose statement makes a part, where that is another one than its parent's and its own; NULL, or NULL of it: none */
	struct change *(*maker)(const struct changes *, const struct change *);
	/* Whether the parent's CREATE says this part too; NULL: no. */
	bool (*made_with_parent)(const struct changes *, const struct change *);
	/* What the server keeps of the results of expressions, in words for diff/results.h; NULL, or NULL of it: nothing. */
	const char *(*kept_results)(const struct object *);
	/* Whether policies may hide rows from what it is filled with; NULL: no. */
	bool (*filtered)(const struct changes *, const struct object *);
	/* Whether NULL in its columns violates nothing of a constraint or index; NULL: it may */
	bool (*takes_null)(const struct object *);
	/* Whether a row that differs stays as it is, whatever is wanted, so that it is told and no drift; NULL: none */
	bool (*stays)(const struct change *, const struct attribute *);
	/* Adds notes on a change, one that stays the same too, which no statement tells; NULL: none */
	void (*note)(const struct changes *, const struct change *, struct plan *);
	/* The columns (names, char *) that tell a row of an index or a key from all others; NULL, or NULL of it: none do. */
	GPtrArray *(*tells_rows)(const struct object *);
	/* It is a part by which its parent computes. */
	bool computes_of_whole;
	/* Differences of which other objects tell; ends in one without function; NULL: none. */
	const struct told *told_elsewhere;
	/* The parent's DROP wants this part gone before, instead of taking it along. */
	bool drops_alone;
};

const struct verbs *verbs_of(const struct kind *);
/* Those of the kinds that have any, by number; NULL after the last. */
const struct verbs *verbs_at(size_t number);

/* The kinds' own, each in diff/ddl/<room>.c. */
#define VERBS(V) \
	V(role) \
	V(database) \
	V(schema) \
	V(extension) \
	V(collation) \
	V(enum) \
	V(composite) \
	V(composite_attribute) \
	V(domain) \
	V(domain_check) \
	V(range) \
	V(dictionary) \
	V(configuration) \
	V(mapping) \
	V(sequence) \
	V(function) \
	V(procedure) \
	V(aggregate) \
	V(foreign_data_wrapper) \
	V(server) \
	V(user_mapping) \
	V(table) \
	V(foreign_table) \
	V(column) \
	V(partition_key) \
	V(check) \
	V(primary_key) \
	V(unique) \
	V(exclusion) \
	V(index) \
	V(index_key) \
	V(foreign_key) \
	V(view) \
	V(materialized_view) \
	V(rule) \
	V(trigger) \
	V(policy) \
	V(event_trigger) \
	V(publication) \
	V(publication_table) \
	V(subscription) \
	V(default_privileges) \
	V(system_privileges) \
	V(statistics) \
	V(conversion) \
	V(operator) \
	V(operator_class) \
	V(class_operator) \
	V(class_function) \
	V(operator_family) \
	V(family_operator) \
	V(family_function) \
	V(cast) \
	V(transform) \
	V(language) \
	V(access_method) \
	V(text_search_parser) \
	V(text_search_template) \
	V(base_type) \
	V(shell_type)
#define V(name) extern const struct verbs name##_verbs;
VERBS(V)
#undef V
