/* Bounds of partitions: FROM (...) TO (...), IN (...), WITH (modulus m, remainder r), DEFAULT; see CREATE TABLE in the manual. */
#include "diff/ddl/partition_bound.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/table.h"
#include "diff/say.h"
#include "sql/lexer.h"

bool partition_bound_is_default(const char *bound)
{
	return bound && g_ascii_strcasecmp(bound, "DEFAULT") == 0;
}

/* The texts between the commas of the next parentheses. */
static GPtrArray *next_list(struct lexer *lexer)
{
	GPtrArray *values = g_ptr_array_new_with_free_func(g_free);
	const char *start = NULL;
	unsigned depth = 0;

	for (struct token token = lexer_next_significant(lexer); token.type != TOKEN_END; token = lexer_next_significant(lexer)) {
		bool closes = token_is(&token, ")") && depth == 1;
		if (start && (closes || (depth == 1 && token_is(&token, ",")))) {
			g_ptr_array_add(values, g_strstrip(g_strndup(start, token.start - start)));
			start = token.start + 1;
		}
		if (closes)
			break;
		if (token_is(&token, "(") && depth++ == 0)
			start = token.start + 1;
		else if (token_is(&token, ")"))
			depth--;
	}
	return values;
}

static bool is_word(const char *value, const char *word)
{
	return g_ascii_strcasecmp(value, word) == 0;
}

static void append_key(GString *out, const struct object *object)
{
	const struct partition_key *key = (const struct partition_key *)object;

	say_append(out, key->type ? "(%s)" : "%I", object->name);
	if (key->collation)
		say_append(out, " COLLATE %s", key->collation);
}

static void append_and(GString *out, gsize start)
{
	if (out->len > start)
		g_string_append(out, " AND ");
}

/* Compares as many keys as have values before MINVALUE or MAXVALUE, which says how the last one that has is compared. */
static guint append_limit(GString *out, gsize start, struct parts keys, const GPtrArray *values, bool upper)
{
	guint count = 0;

	while (count < values->len && count < keys.count && !is_word(values->pdata[count], "MINVALUE") &&
		!is_word(values->pdata[count], "MAXVALUE"))
		count++;
	bool beyond = count < values->len && is_word(values->pdata[count], "MAXVALUE");
	if (!count)
		return 0;
	append_and(out, start);
	for (guint side = 0; side < 2; side++) {
		g_string_append(out, !side ? "" : upper ? (beyond ? " <= " : " < ") : beyond ? " > " : " >= ");
		g_string_append(out, count > 1 ? "(" : "");
		for (guint i = 0; i < count; i++) {
			g_string_append(out, i ? ", " : "");
			if (side)
				g_string_append(out, values->pdata[i]);
			else
				append_key(out, keys.items[i]);
		}
		g_string_append(out, count > 1 ? ")" : "");
	}
	return count;
}

static bool may_be_null(const struct object *table, const struct object *key)
{
	const struct object *column = ((const struct partition_key *)key)->type ? NULL : object_column(table, key->name);

	return !column || !((const struct column *)column)->not_null;
}

/* No partition by range but the default one has rows with NULL in a key. */
static void append_range(GString *out, const struct object *table, struct parts keys, struct lexer *lexer)
{
	g_autoptr(GPtrArray) from = next_list(lexer), to = next_list(lexer);
	gsize start = out->len;
	guint lower = append_limit(out, start, keys, from, false), upper = append_limit(out, start, keys, to, true);

	for (guint i = lower || upper ? 1 : 0; i < keys.count; i++) {
		if (!may_be_null(table, keys.items[i]))
			continue;
		append_and(out, start);
		append_key(out, keys.items[i]);
		g_string_append(out, " IS NOT NULL");
	}
	if (out->len == start)
		g_string_append(out, "true");
}

static void append_list(GString *out, struct parts keys, struct lexer *lexer)
{
	g_autoptr(GPtrArray) values = next_list(lexer);
	bool null = false;
	guint count = 0;

	for (guint i = 0; i < values->len; i++) {
		if (is_word(values->pdata[i], "NULL")) {
			null = true;
			continue;
		}
		if (!count)
			append_key(out, keys.items[0]);
		g_string_append_printf(out, "%s%s", count++ ? ", " : " IN (", (const char *)values->pdata[i]);
	}
	g_string_append(out, count ? ")" : "");
	if (!null)
		return;
	g_string_append(out, count ? " OR " : "");
	append_key(out, keys.items[0]);
	g_string_append(out, " IS NULL");
}

static void append_hash(GString *out, const struct object *table, struct parts keys, struct lexer *lexer)
{
	g_autoptr(GPtrArray) values = next_list(lexer);
	g_autoptr(GString) name = g_string_new(NULL);

	say_append(name, "%O", table);
	say_append(out, "pg_catalog.satisfies_hash_partition(%L::pg_catalog.regclass", name->str);
	for (guint i = 0; i < values->len; i++)
		g_string_append_printf(out, ", %s",
			strrchr(values->pdata[i], ' ') ? strrchr(values->pdata[i], ' ') + 1 : (const char *)values->pdata[i]);
	for (size_t i = 0; i < keys.count; i++) {
		g_string_append(out, ", ");
		append_key(out, keys.items[i]);
	}
	g_string_append_c(out, ')');
}

bool partition_bound_append(GString *out, const struct object *table, const char *bound)
{
	struct parts keys = table_partition_keys(table);
	struct lexer lexer;

	if (!bound || partition_bound_is_default(bound) || !keys.count)
		return false;
	lexer_init(&lexer, bound, strlen(bound));
	struct token first = lexer_next_significant(&lexer);
	for (size_t i = 0; i < keys.count; i++)
		if (((const struct partition_key *)keys.items[i])->opclass && !token_is(&first, "WITH"))
			return false;
	if (token_is(&first, "FROM"))
		append_range(out, table, keys, &lexer);
	else if (token_is(&first, "IN"))
		append_list(out, keys, &lexer);
	else
		append_hash(out, table, keys, &lexer);
	return true;
}
