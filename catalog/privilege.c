/* Privileges of an object in canonical form, from an ACL as the server prints it. */
#include "catalog/privilege.h"

#include <stdlib.h>
#include <string.h>

#include "catalog/kind.h"
#include "catalog/kinds/array.h"
#include "catalog/pool.h"

static const struct {
	char letter;
	const char *word;
	int since;
} rights_table[] = {
	{ 'C', "create", 0 },
	{ 'D', "truncate", 0 },
	{ 'T', "temporary", 0 },
	{ 'U', "usage", 0 },
	{ 'X', "execute", 0 },
	{ 'a', "insert", 0 },
	{ 'c', "connect", 0 },
	{ 'd', "delete", 0 },
	{ 'm', "maintain", PG(17) },
	{ 'r', "select", 0 },
	{ 't', "trigger", 0 },
	{ 'w', "update", 0 },
	{ 'x', "references", 0 },
};

const char *privilege_word(char letter)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rights_table); i++)
		if (rights_table[i].letter == letter)
			return rights_table[i].word;
	return NULL;
}

char privilege_letter(const char *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rights_table); i++)
		if (strcmp(rights_table[i].word, word) == 0)
			return rights_table[i].letter;
	return '\0';
}

int privilege_since(char letter)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rights_table); i++)
		if (rights_table[i].letter == letter)
			return rights_table[i].since;
	return 0;
}

const char *privilege_letters(const struct kind *kind)
{
	return kind->rights;
}

/* Letters in the table's order; "all" where the version's privileges are complete and without grant option. */
static const char *canonical_rights(struct pool *pool, const struct kind *kind, const char *letters, int version)
{
	char out[2 * G_N_ELEMENTS(rights_table) + 1];
	size_t length = 0;
	bool all = kind->rights[0] && !strchr(letters, '*');

	if (strcmp(letters, "all") == 0)
		return pool_text(pool, letters);
	for (size_t i = 0; i < G_N_ELEMENTS(rights_table); i++) {
		char letter = rights_table[i].letter;
		const char *found = strchr(letters, letter);

		if (found) {
			out[length++] = letter;
			if (found[1] == '*')
				out[length++] = '*';
		} else if (strchr(kind->rights, letter) &&
			   (!rights_table[i].since || !version || version >= rights_table[i].since)) {
			all = false;
		}
	}
	return all ? pool_text(pool, "all") : pool_text_n(pool, out, length);
}

static int compare(const void *a, const void *b)
{
	const struct privilege *x = a, *y = b;
	int order = g_strcmp0(x->grantee, y->grantee);

	return order ? order : g_strcmp0(x->grantor, y->grantor);
}

/* Whether it equals acldefault(): the owner has all, PUBLIC the kind's default. */
static bool is_default(
	const struct kind *kind, const struct privilege *items, size_t count, const char *owner, const char *public_rights)
{
	bool wants_owner = !kind->no_owner_rights, wants_public = kind->public_rights[0];

	if (count != (size_t)wants_owner + wants_public)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (items[i].grantor)
			return false;
		if (!items[i].grantee ? !wants_public || strcmp(items[i].rights, public_rights) != 0
				      : !wants_owner || !owner || strcmp(items[i].grantee, owner) != 0 ||
						strcmp(items[i].rights, "all") != 0)
			return false;
	}
	return true;
}

static const struct privileges *make(
	struct pool *pool, const struct kind *kind, const struct privilege *items, size_t count, const char *owner, int version)
{
	struct privileges *result = pool_alloc(pool, sizeof(*result) + count * sizeof(result->items[0]));

	for (size_t i = 0; i < count; i++) {
		const char *rights = canonical_rights(pool, kind, items[i].rights, version);
		if (!rights[0])
			continue;
		result->items[result->count++] = (struct privilege){
			.grantee = pool_text(pool, items[i].grantee),
			.grantor = owner && g_strcmp0(items[i].grantor, owner) == 0 ? NULL : pool_text(pool, items[i].grantor),
			.rights = rights,
		};
	}
	qsort(result->items, result->count, sizeof(result->items[0]), compare);
	const char *public_rights = canonical_rights(pool, kind, kind->public_rights, version);
	return is_default(kind, result->items, result->count, owner, public_rights) ? NULL : result;
}

const struct privileges *privileges_make(
	struct pool *pool, const struct kind *kind, const struct privilege *items, size_t count, const char *owner)
{
	return make(pool, kind, items, count, owner, 0);
}

/* A role's name at the start of text, quoted as in aclitem; *rest is after it. Free it. */
static char *parse_role(const char *text, const char **rest)
{
	GString *name = g_string_new(NULL);
	bool quoted = false;

	for (; *text && (quoted || (*text != '=' && *text != '/')); text++) {
		if (*text == '"' && text[1] == '"') {
			g_string_append_c(name, '"');
			text++;
		} else if (*text == '"') {
			quoted = !quoted;
		} else {
			g_string_append_c(name, *text);
		}
	}
	*rest = text;
	return g_string_free(name, false);
}

const struct privileges *privileges_parse(
	struct pool *pool, const struct kind *kind, const char *acl, const char *owner, int version)
{
	if (!acl)
		return NULL;
	g_auto(GStrv) texts = array_parse(acl);
	g_autoptr(GArray) items = g_array_new(false, true, sizeof(struct privilege));
	for (char **text = texts; *text; text++) {
		const char *rest;
		g_autofree char *grantee = parse_role(*text, &rest);
		const char *slash = rest + strcspn(rest, "/");
		g_autofree char *letters = g_strndup(rest + 1, slash - rest - 1);
		g_autofree char *grantor = parse_role(slash + (*slash == '/'), &rest);
		struct privilege item = {
			.grantee = grantee[0] ? pool_text(pool, grantee) : NULL,
			.grantor = pool_text(pool, grantor),
			.rights = pool_text(pool, letters),
		};
		g_array_append_val(items, item);
	}
	return make(pool, kind, (struct privilege *)(void *)items->data, items->len, owner, version);
}

bool privileges_equal(const struct privileges *a, const struct privileges *b)
{
	if (!a || !b || a->count != b->count)
		return a == b;
	for (size_t i = 0; i < a->count; i++)
		if (a->items[i].grantee != b->items[i].grantee || a->items[i].grantor != b->items[i].grantor ||
			a->items[i].rights != b->items[i].rights)
			return false;
	return true;
}
