/*
 * The verbs of each kind of object: functions that judge a pair of its objects, and write the SQL that creates, alters and drops
 * it. For members that are NULL diff/ddl/plain.c uses the rows of the kind.
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

/* How an object reacts to a change of one that it depends on. */
enum reaction {
	REACTION_NONE,		 /* it stays, or its own statements, or the server, handle it */
	REACTION_LOOSEN,	 /* it is altered: its own statements let go of the other for a while */
	REACTION_BLOCK,		 /* it is altered, and its dependents must be dropped before and re-created after */
	REACTION_RECREATE,	 /* dropped and created */
	REACTION_RECREATE_WHOLE, /* its outermost parent is re-created */
};

/*
 * A difference that needs no statement for its own object, since the server makes it along with another object's: which part of the
 * difference, NULL being any, and whether that other object has a statement.
 */
struct told {
	const char *what;
	bool (*by)(const struct changes *, const struct change *);
};

struct verbs {
	const struct kind *kind;
	/*
	 * Called for all changes, after a phase of diff/plan.c; NULL: nothing. pair_all: pairs objects that are the same under
	 * different names. judge_all: judges by how others were judged. mark_first, before propagating, and mark_all, after each
	 * propagation: marks objects that are altered or re-created for others without a dependency. place_all: decides whose
	 * statements create and drop an object, before statements are written.
	 */
	void (*pair_all)(struct changes *);
	void (*judge_all)(struct changes *);
	void (*mark_first)(struct changes *);
	void (*mark_all)(struct changes *);
	void (*place_all)(struct changes *);
	/*
	 * Corrects fate (SAME, ALTER, REMAKE) and disturbs of a pair that differs, as judged by its rows (struct attribute,
	 * change), by rules beyond rows; NULL: nothing.
	 */
	void (*judge)(const struct changes *, struct change *);
	/* Adds possible renames in a pair, struct remark *, see diff/look_alike.h; NULL: none */
	void (*add_look_alikes)(const struct changes *, const struct change *, GPtrArray *remarks);
	/* The reaction of a change when an object that it depends on is dropped, re-created or disturbed; NULL: reaction_plain */
	enum reaction (*on_dependency)(struct widening *, struct change *, struct change *cause);
	/* Propagates any change of the kind to others, before dependents are examined; and one whose dependents are examined. */
	void (*widen_first)(struct widening *, struct change *);
	void (*widen_users)(struct widening *, struct change *);
	/*
	 * The change that must be dropped together with an object of have before its successor is created: it cannot be renamed
	 * aside, since its functions would keep their names. NULL, or returns NULL: none.
	 */
	struct change *(*goes_first_with)(const struct changes *, const struct change *);
	/*
	 * Whether the first statement of an object to be dropped removes its dependency on another one, before it is dropped; NULL:
	 * no.
	 */
	bool (*lets_go)(const struct change *, const struct change *needed);
	/*
	 * Whether an altered object first removes its dependency on an object of that kind, such as a default's sequence; NULL: no
	 */
	bool (*loosens)(const struct kind *needed);
	/*
	 * For a part of a child table, and the same part of its parent, which is dropped or created: adds edges between batches;
	 * true where no others are needed. undo, make: the batches of the part. NULL: only the dependency graph counts.
	 */
	bool (*inherits_had)(struct changes *, struct change *part, struct change *upper, struct batch *undo);
	bool (*inherits_has)(struct change *part, struct change *upper, struct batch *make);
	/*
	 * Adds edges between batches beyond the dependency graph. Called for all changes, also for unchanged objects, after all
	 * statements are written.
	 */
	void (*add_edges)(struct changes *, struct change *);
	/* How DDL calls an object, where that is not its qualified name, of routines with their arguments: (integer AS text) of a cast. */
	void (*call)(GString *, const struct object *);
	/* Writes how lost data is kept, and restored, see diff/keepsake.h: also for unchanged objects; NULL: nothing. */
	void (*keep)(struct say *);
	void (*create)(struct say *);
	void (*alter)(struct say *);
	void (*drop)(struct say *);
	/* create and alter include the clauses of the rows; otherwise each is a separate ALTER after them. */
	bool says_clauses;
	/*
	 * Says ALTER ... RENAME of have's name to want's, whose parent, if any, has its own new name; of the two objects no more
	 * than struct object is there.
	 */
	void (*rename)(struct say *);
	/* Whose statement makes a part, where that is another one than its parent's and its own; NULL, or NULL of it: none */
	struct change *(*maker)(const struct changes *, const struct change *);
	/* Whether the parent's CREATE includes this part; NULL: no. */
	bool (*made_with_parent)(const struct changes *, const struct change *);
	/* The stored results of expressions, in words for diff/results.h; NULL, or returns NULL: none. */
	const char *(*kept_results)(const struct object *);
	/* Whether policies may hide rows from the query that fills it; NULL: no. */
	bool (*filtered)(const struct changes *, const struct object *);
	/* Whether NULL in its columns violates nothing of a constraint or index; NULL: it may */
	bool (*takes_null)(const struct object *);
	/* Whether a row that differs cannot be changed, so that it is noted and does not count as drift; NULL: none */
	bool (*stays)(const struct change *, const struct attribute *);
	/* Adds notes on a change, also of an unchanged object, that no statement shows; NULL: none */
	void (*note)(const struct changes *, const struct change *, struct plan *);
	/* The columns (names, char *) that identify a row of an index or a key; NULL, or returns NULL: none. */
	GPtrArray *(*tells_rows)(const struct object *);
	/* It is a part by which its parent computes. */
	bool computes_of_whole;
	/* Differences that other objects imply; ends in one without function; NULL: none. */
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
