/* Privileges of an object in canonical form, see the manual's section 5.7: grantee, rights, grantor. See aclitem. */
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

/* Sorted by grantee (PUBLIC first), then grantor. Count 0: no role has privileges, not even the owner. */
struct privileges {
	size_t count;
	struct privilege items[];
};

/*
 * The canonical form of an ACL as printed by the server ("{alice=r*w/bob,=r/bob}"); NULL when acl is NULL or equals the kind's
 * default. version is the server's. Texts are in the pool.
 */
const struct privileges *privileges_parse(struct pool *, const struct kind *, const char *acl, const char *owner, int version);

/* Sorts and interns items in any order; NULL when they equal the default. */
const struct privileges *privileges_make(
	struct pool *, const struct kind *, const struct privilege *items, size_t count, const char *owner);

bool privileges_equal(const struct privileges *, const struct privileges *);

/* 'r' <-> "select"; 0 or NULL for other values. */
const char *privilege_word(char letter);
char privilege_letter(const char *word);
/* Every letter of the kind, "arwdDxtm" for a table; '\0'-terminated. */
const char *privilege_letters(const struct kind *);
/* Which version has the privilege first: PG(17) for maintain, else 0. */
int privilege_since(char letter);
