/*
 * Privileges of an object in canonical form, as the manual's section 5.7: who has which rights from whom. See aclitem.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

struct pool;
struct kind;

/*
 * rights are aclitem's letters in the order of privilege_letters, each followed by '*' where it may be granted on, or "all" for
 * every right of the kind without grant option. Privileges of a version's own (maintain, 17) belong to "all" where the server has
 * them.
 */
struct privilege {
	const char *grantee; /* NULL: PUBLIC */
	const char *grantor; /* NULL: the owner */
	const char *rights;
};

/* Sorted by grantee (PUBLIC first), then grantor. A count of 0: nobody has anything, not even the owner. */
struct privileges {
	size_t count;
	struct privilege items[];
};

/*
 * The canonical form of an ACL as the server prints it ("{alice=r*w/bob,=r/bob}"); NULL when acl is NULL or says what the kind's
 * default says. version is the server's. All texts are of the pool.
 */
const struct privileges *privileges_parse(struct pool *, const struct kind *, const char *acl, const char *owner, int version);

/* Sorts and interns items given in any order; NULL when they say what the default says. */
const struct privileges *privileges_make(
	struct pool *, const struct kind *, const struct privilege *items, size_t count, const char *owner);

bool privileges_equal(const struct privileges *, const struct privileges *);

/* 'r' <-> "select"; 0 or NULL for what is no privilege. */
const char *privilege_word(char letter);
char privilege_letter(const char *word);
/* Every letter of the kind, "arwdDxtm" for a table; '\0'-terminated. */
const char *privilege_letters(const struct kind *);
/* Which version has the privilege first: PG(17) for maintain, else 0. */
int privilege_since(char letter);
