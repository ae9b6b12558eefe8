/*
 * Two ACLs of an object as pairs of grantee and grantor, and which privileges are to be revoked on the way from one to the other. See
 * diff/ddl/grant.h for the statements.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "diff/say.h"

/* have and want in the form of catalog/privilege.h, NULL being the kind's default, each with its owner. */
struct grant_delta {
	const struct privileges *have, *want;
	const char *have_owner, *want_owner;
	/* the owner when the statements run: ALTER OWNER replaces the old one by the new one. NULL: unknown */
	const char *owner;
	bool made; /* the object is new: default privileges that are there may be those of the role that makes it, or not */
	const char *prefix,
		*target; /* of default privileges: what comes before GRANT and REVOKE, and after ON; NULL: the object itself */
};

#define GRANTING_LETTERS "rawdDxtmUXCTc"
#define GRANTING_COUNT (sizeof(GRANTING_LETTERS) - 1)
#define GRANTING_UNKNOWN G_MAXUINT

enum side {
	HAVE,
	WANT,
	KEPT, /* the remaining privileges of HAVE after all REVOKEs */
};

/* The privileges of one role granted by another; sets of rights are bits by position in GRANTING_LETTERS. */
struct pair {
	const char *grantee, *grantor;	 /* NULL: PUBLIC, the owner */
	unsigned rights[2], options[2];	 /* HAVE and WANT */
	unsigned unsure, unsure_options; /* those of HAVE that may not be there */
	unsigned revoked, revoked_options;
	unsigned depth[3][GRANTING_COUNT]; /* steps from the owner to the grantor's own right to grant */
};

/* The privileges of an object being written. */
struct granting {
	struct say *say;
	enum stage stage;
	const struct kind *kind;     /* whose rights they are */
	const char *prefix, *target; /* of the delta */
	int version;		     /* of the server that is to change; 0: unknown */
	unsigned full, newer;	     /* all rights of the kind; those that only some servers have */
	GArray *pairs;
	const struct granting *above; /* of a column: the table's, decided, where grantors may have what they grant; NULL: none */
	const char *session;	      /* whose statements they are at the moment; NULL: our own */
};

/*
 * Takes both sides of the delta. above: of a column, the decided granting of its table, which it points to; NULL: none. Clear it with
 * granting_clear.
 */
void granting_init(struct granting *, struct say *, enum stage, const struct object *, const struct grant_delta *,
	const struct granting *above);
void granting_clear(struct granting *);
struct pair *granting_pair(const struct granting *, guint);
unsigned granting_options(const struct pair *, enum side);
void granting_measure(struct granting *, enum side);
/*
 * Decides what to revoke: unwanted privileges, and privileges that depend on them, which PostgreSQL requires to be revoked before
 * and which are granted again. Where a version is unknown, what remains of ALL has no names: all are revoked, and the rest granted
 * again.
 */
void granting_decide(struct granting *);
/* Whether anything is revoked. */
bool granting_revokes(const struct granting *);
/* A distance from the owner that none exceeds. */
unsigned granting_farthest(const struct granting *);
/* The rights with that distance from the owner through grantors; rights without a possible grantor count as farthest. */
unsigned granting_rights_at(const struct granting *, const struct pair *, enum side, unsigned depth);
