/* Rows of an online plan that get values in batches. */
#include "cmd/online_batches.h"

#include "diff/words.h"
#include "sql/quote.h"
#include "sql/tokens.h"

/*
 * The rows of a batch are locked until it is committed, and others wait for them. So the number of its rows follows from how long the batch before
 * took, and a batch that itself waits for a row is undone, and comes again later: whoever has that row may want one of the batch.
 * The rows are found, without a lock, in the order in which they are stored.
 */
static const char block[] =
	"\nDECLARE\n"
	"  pages CONSTANT bigint := pg_catalog.pg_relation_size(%L) / pg_catalog.current_setting('block_size')::bigint + 1;\n"
	"  place tid := '(0,0)';\n"
	"  many integer := 100;\n"
	"  batch tid[];\n"
	"  began timestamptz;\n"
	"  said timestamptz := pg_catalog.clock_timestamp();\n"
	"  waited boolean;\n"
	"BEGIN\n"
	"  LOOP\n"
	"    PERFORM pg_catalog.set_config(name, value, true) FROM (VALUES ('enable_indexscan', 'off'),\n"
	"      ('enable_bitmapscan', 'off'), ('max_parallel_workers_per_gather', '0'), ('synchronize_seqscans', 'off')) AS s (name, value);\n"
	"    EXECUTE %L INTO batch USING place, pg_catalog.format('(%%s,0)', pages)::tid, many;\n"
	"    COMMIT;\n"
	"    EXIT WHEN batch IS NULL;\n"
	"    PERFORM pg_catalog.set_config('lock_timeout', '100ms', true);\n"
	"    began := pg_catalog.clock_timestamp();\n"
	"    waited := false;\n"
	"    BEGIN\n"
	"      EXECUTE %L USING batch;\n"
	"    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN\n"
	"      waited := true;\n"
	"    END;\n"
	"    COMMIT;\n"
	"    IF waited THEN\n"
	"      PERFORM pg_catalog.pg_sleep(0.05 + pg_catalog.random() / 10);\n"
	"      many := GREATEST(1, many / 4);\n"
	"    ELSE\n"
	"      place := batch[pg_catalog.cardinality(batch)];\n"
	"      -- 50 ms for each\n"
	"      many := GREATEST(10, LEAST(10000, 2 * many,\n"
	"        many * 0.05 / GREATEST(0.001, EXTRACT(epoch FROM pg_catalog.clock_timestamp() - began))))::integer;\n"
	"    END IF;\n"
	"    IF said < pg_catalog.clock_timestamp() - interval '10 s' THEN\n"
	"      RAISE INFO '%% of %% pages%%', (place::text::point)[0], pages, CASE WHEN waited THEN ': others have locked a row' ELSE '' END;\n"
	"      said := pg_catalog.clock_timestamp();\n"
	"    END IF;\n"
	"  END LOOP;\n"
	"END\n";

static bool is_where(const struct token *token)
{
	static const char *const words[] = { "WHERE", NULL };

	return token_is_one_of(token, words);
}

/* Of UPDATE table SET ... WHERE condition the table, and the condition. To be freed. */
static void take_apart(const char *sql, char **table, char **condition)
{
	g_autoptr(GArray) tokens = tokens_of(sql), names = g_array_new(false, false, sizeof(struct words_name));
	guint where = words_match("UPDATE @ SET", tokens, 0, tokens->len, names);
	struct words_name name = g_array_index(names, struct words_name, 0);
	const struct token *first = tokens_at(tokens, name.first), *last = tokens_at(tokens, name.behind - 1);

	while (!is_where(tokens_at(tokens, where)))
		where++;
	*table = g_strndup(first->start, (gsize)(last->start + last->length - first->start));
	*condition = g_strdup(tokens_at(tokens, where + 1)->start);
}

char *online_batches(const struct step *step)
{
	g_autofree char *table, *condition;
	take_apart(step->sql, &table, &condition);
	g_autofree char *find = g_strdup_printf("SELECT pg_catalog.array_agg(place) FROM (SELECT ctid AS place FROM %s WHERE %s"
						" AND ctid > $1 AND ctid < $2 LIMIT $3) AS batch",
				table, condition),
			*update = g_strconcat(step->sql, " AND ctid = ANY ($1)", NULL);
	g_autoptr(GString) body = g_string_new(NULL), out = g_string_new(NULL);

	quote_format(body, block, table, find, update);
	quote_format(out, "DO %D", body->str);
	return g_strdup(out->str);
}
